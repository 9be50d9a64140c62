"""The operator table. Importing this package defines every operator, and names the functions of the language."""
from matcalc.expr import OPS, Op
from matcalc.ops import (
    einsum,
    elementwise,
    hadamard,
    inverses,
    kronecker,
    leaves,
    matrixfunctions,
    powers,
    products,
    rankone,
    reductions,
    several,
    spectral,
    structure,
    sums,
    term,
    transposes,
    triangles,
    unknown,
    vech,
)

FUNCTIONS: dict[str, tuple[Op, ...]] = {
    **{name: (op,) for name, op in elementwise.ELEMENTWISE.items()},
    "tr": (reductions.TR,), "trace": (reductions.TR,), "Tr": (reductions.TR,),
    "sum": (reductions.SUM,), "mean": (reductions.MEAN,), "var": (reductions.VAR,), "std": (reductions.STD,),
    "rowmean": (reductions.ROWMEAN,), "colmean": (reductions.COLMEAN,),
    "max": (reductions.MAX, several.MAXIMUM), "maximum": (several.MAXIMUM,),
    "min": (reductions.MIN, several.MINIMUM), "minimum": (several.MINIMUM,), "clip": (several.CLIP,),
    "onehot_max": (reductions.ONEHOT_MAX,), "onehot_min": (reductions.ONEHOT_MIN,),
    "huber": (several.HUBER1, several.HUBER), "atan2": (several.ATAN2,), "hypot": (several.HYPOT,),
    "leaky_relu": (elementwise.ELEMENTWISE["leaky_relu"], several.LEAKY),
    "entropy": (reductions.ENTROPY,), "cross_entropy": (reductions.CROSS_ENTROPY,), "kl": (reductions.KL,),
    "rowsum": (reductions.ROWSUM,), "colsum": (reductions.COLSUM,),
    "det": (reductions.DET,), "logdet": (reductions.LOGDET,), "logsumexp": (reductions.LOGSUMEXP,),
    "norm": (reductions.NORM,), "norm2": (reductions.NORM,), "normF": (reductions.NORM,), "norm1": (reductions.NORM1,),
    "diag": (structure.DIAGPART, structure.DIAG), "Diag": (structure.DIAG,), "vec": (structure.VEC,),
    "vech": (vech.VECH,), "tril": (triangles.TRIL,), "triu": (triangles.TRIU,), "halftril": (triangles.HALFTRIL,),
    "chol": (triangles.CHOL,), "cholesky": (triangles.CHOL,),
    "kron": (kronecker.KRON,), "khatri_rao": (kronecker.KHATRI_RAO,), "inv": (products.INV,),
    "transpose": (transposes.TRANSPOSE,), "softmax": (reductions.SOFTMAX,),
    "pinv": (inverses.PINV,), "adj": (inverses.ADJ,), "adjugate": (inverses.ADJ,),
    "sqrtm": (matrixfunctions.SQRTM,),
    **{name: (f.function,) for name, f in matrixfunctions.FAMILIES.items() if f.function.name == name},
    **{f.single.name: (f.single, *f.chains) for name, f in matrixfunctions.FAMILIES.items() if f.function.name == name},
    "pow": (powers.RAISED,),
    "sylvester": (matrixfunctions.SYLVESTER,), "polar": (spectral.POLAR,), "nuc": (spectral.NUC,),
    "smax": (spectral.SMAX,), "lsv": (spectral.LSV,), "rsv": (spectral.RSV,), "lmax": (spectral.LMAX,),
    "lmin": (spectral.LMIN,), "evec_max": (spectral.EVEC_MAX,),
    "eproj_max": (spectral.EPROJ_MAX,), "resolvent_max": (spectral.RESOLVENT_MAX,), "evec_min": (spectral.EVEC_MIN,),
}
"""The functions of the language by the name people write. Where a name stands for several operators
(`diag`), the first whose shape rule fits is meant."""

__all__ = ["FUNCTIONS", "OPS", "Op", "einsum", "hadamard", "leaves", "rankone", "sums", "term", "unknown"]
