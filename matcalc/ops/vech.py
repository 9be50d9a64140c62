"""The half-vectorisation of a square matrix, and the constant matrices that tie it to vec."""
from __future__ import annotations

from matcalc import dims
from matcalc.build import T, elimination, eye, mm, unvec
from matcalc.dims import Dim
from matcalc.expr import Expr, Notation, Op
from matcalc.ops.structure import outside

SOURCE = "Magnus & Neudecker 1980, The elimination matrix; Magnus & Neudecker, ch. 3.8 to 3.9"

VECH: Op = Op("vech", "n,n -> n*(n+1)/2,1", normal=lambda a: outside(VECH, a), linear=True,
              transpose=lambda e, i, g: unvec(mm(T(elimination(e.args[0].rows)), g), *e.args[0].shape),
              matrix=lambda e, i: elimination(e.args[0].rows),
              text=Notation("vech({0})"), latex=Notation(r"\operatorname{{vech}}\left({0}\right)"),
              numpy=Notation("{0:50}.T[np.triu_indices({rows(0)})][:, None]", 50, cost=3), source=SOURCE)
"""The columns of a matrix from the diagonal down, one below the other."""


def _constant(name: str, rows: str, cols: str, letter: str, numpy: str, cost: int) -> Op:
    """A constant matrix that belongs to n; it has `rows` × `cols` entries, where `v` is n² and `h` is n(n+1)/2."""
    def size(which: str, n: Dim) -> Dim:
        return dims.mul(n, n) if which == "v" else dims.triangle(n)

    def normal(*, data: Dim) -> Expr:
        return eye("1") if data == "1" else op(data=data)

    op = Op(name, lambda data: (size(rows, data), size(cols, data)), normal=normal, text=Notation(name + "({data})"),
            latex=Notation(rf"\mathrm{{{{{letter}}}}}" "_{{{data}}}"),
            numpy=Notation(numpy, 50, cost=cost), source=SOURCE)
    return op


DUPLICATION = _constant("duplication", "v", "h", "D", "np.eye({cols})[(lambda p: np.triu(p) + np.triu(p, 1).T)"
                        "(np.cumsum(np.tri({data}, dtype=int).T).reshape({data}, {data}) - 1).ravel()]", 8)
"""D with D vech(S) = vec(S) for symmetric S."""
ELIMINATION = _constant("elimination", "h", "v", "L", "np.eye({cols})[np.flatnonzero(np.tri({data}).T)]", 4)
"""L with L vec(A) = vech(A)."""
SYMMETRIZER = _constant("symmetrizer", "v", "v", "N", "(lambda i_: (i_ + i_.reshape({data}, {data}, -1).swapaxes(0, 1)"
                        ".reshape(i_.shape)) / 2)(np.eye({rows}))", 6)
"""N with N vec(A) = vec(A + Aᵀ)/2: the projector (I + K)/2 on the vecs of symmetric matrices."""
