"""The operator table. Importing this package defines every operator, and names the functions of the language."""
from matcalc.expr import OPS, Op
from matcalc.ops import einsum, elementwise, rankone, hadamard, kronecker, leaves, products, reductions, structure, sums, term, transposes

FUNCTIONS: dict[str, tuple[Op, ...]] = {
    **{name: (op,) for name, op in elementwise.ELEMENTWISE.items()},
    "tr": (reductions.TR,), "trace": (reductions.TR,), "Tr": (reductions.TR,),
    "sum": (reductions.SUM,), "rowsum": (reductions.ROWSUM,), "colsum": (reductions.COLSUM,), "mean": (reductions.MEAN,),
    "det": (reductions.DET,), "logdet": (reductions.LOGDET,), "logsumexp": (reductions.LOGSUMEXP,),
    "norm": (reductions.NORM,), "norm2": (reductions.NORM,), "normF": (reductions.NORM,), "norm1": (reductions.NORM1,),
    "diag": (structure.DIAGPART, structure.DIAG), "Diag": (structure.DIAG,), "vec": (structure.VEC,),
    "kron": (kronecker.KRON,), "khatri_rao": (kronecker.KHATRI_RAO,), "inv": (products.INV,),
    "transpose": (transposes.TRANSPOSE,), "softmax": (reductions.SOFTMAX,),
}
"""The functions of the language by the name people write. Where a name stands for several operators
(`diag`), the first whose shape rule fits is meant."""

__all__ = ["FUNCTIONS", "OPS", "Op", "einsum", "rankone", "hadamard", "leaves", "sums", "term"]
