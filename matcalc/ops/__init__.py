"""The operator table. Importing this package defines every operator, and names the functions of the language."""
from matcalc.expr import OPS, Op
from matcalc.ops import arithmetic, elementwise, leaves, reductions, structure

FUNCTIONS: dict[str, tuple[Op, ...]] = {
    **{name: (op,) for name, op in elementwise.ELEMENTWISE.items()},
    "tr": (reductions.TR,), "trace": (reductions.TR,), "Tr": (reductions.TR,),
    "sum": (reductions.SUM,), "rowsum": (reductions.ROWSUM,), "colsum": (reductions.COLSUM,), "mean": (reductions.MEAN,),
    "det": (reductions.DET,), "logdet": (reductions.LOGDET,), "logsumexp": (reductions.LOGSUMEXP,),
    "norm": (reductions.NORM,), "norm2": (reductions.NORM,), "normF": (reductions.NORM,), "norm1": (reductions.NORM1,),
    "diag": (structure.DIAGPART, structure.DIAG), "Diag": (structure.DIAG,), "vec": (structure.VEC,),
    "kron": (arithmetic.KRON,), "khatri_rao": (structure.KHATRI_RAO,), "inv": (arithmetic.INV,),
    "transpose": (arithmetic.TRANSPOSE,), "softmax": (structure.SOFTMAX,),
}
"""The functions of the language by the name people write. Where a name stands for several operators
(`diag`), the first whose shape rule fits is meant."""

__all__ = ["FUNCTIONS", "OPS", "Op"]
