"""Operators that rearrange entries: vec, diag, commutation, Khatri-Rao."""
from matcalc import dims
from matcalc.expr import Notation, Op
from matcalc.shape import Shape, ShapeMismatch, show


def _diag_shape(data: object, shape: Shape) -> Shape:
    if shape[1] == "1":
        return shape[0], shape[0]
    if shape[0] == "1":
        return shape[1], shape[1]
    raise ShapeMismatch("Diag takes a vector", {0: f"this is {show(shape)}"})


def _unvec_shape(data: Shape, shape: Shape) -> Shape:
    if shape != (dims.mul(*data), "1"):
        raise ShapeMismatch(f"unvec to {show(data)} needs a column of {dims.mul(*data)} entries", {0: f"this is {show(shape)}"})
    return data


DIAG = Op("diag", _diag_shape, text=Notation("diag({0})"), latex=Notation(r"\operatorname{{Diag}}\left({0}\right)"),
          numpy=Notation("np.diagflat({0})"), samples=("n,1",))
"""The diagonal matrix of a vector."""
DIAGPART = Op("diagpart", "n,n -> n,1", text=Notation("diag({0})"), latex=Notation(r"\operatorname{{diag}}\left({0}\right)"),
              numpy=Notation("np.diag({0})[:, None]"))
"""The diagonal of a square matrix, a column."""
VEC = Op("vec", "m,n -> m*n,1", text=Notation("vec({0})"), latex=Notation(r"\operatorname{{vec}}\left({0}\right)"),
         numpy=Notation("{0:50}.reshape(-1, 1, order='F')", 50))
"""The columns of a matrix, one below the other."""
UNVEC = Op("unvec", _unvec_shape, text=Notation("unvec({0}, {data[0]}, {data[1]})"),
           latex=Notation(r"\operatorname{{unvec}}_{{{data[0]} \times {data[1]}}}\left({0}\right)"),
           numpy=Notation("{0:50}.reshape(({data[0]}, {data[1]}), order='F')", 50))
"""The matrix whose vec is a column; data is the matrix's shape."""
COMMUTATION = Op("commutation", lambda data: (dims.mul(*data), dims.mul(*data)), text=Notation("commutation({data[0]}, {data[1]})"),
                 latex=Notation("K_{{{data[0]},{data[1]}}}"),
                 numpy=Notation("np.eye({data[0]}*{data[1]})[np.arange({data[0]}*{data[1]}).reshape(({data[0]}, {data[1]}), order='F').ravel()]"))
"""The commutation matrix: K vec(A) = vec(Aᵀ) for A of shape `data` (Magnus & Neudecker, ch. 3.7)."""
KHATRI_RAO = Op("khatri_rao", "m,n p,n -> m*p,n", text=Notation("khatri_rao({0}, {1})"), latex=Notation(r"{0:41} \odot {1:41}", 40),
                numpy=Notation("(({0:50})[:, None] * ({1:50})[None]).reshape({rows}, {cols})", 50))
"""The columnwise Kronecker product."""
SOFTMAX = Op("softmax", "m,n -> m,n", text=Notation("softmax({0})"), latex=Notation(r"\operatorname{{softmax}}\left({0}\right)"),
             numpy=Notation("np.exp({0})/np.sum(np.exp({0}))", 20))
"""The exponentials of the entries divided by their sum."""
