"""Identities between operators. Importing this package completes the normal form and the simplifier."""
from matcalc.rules import (
    absolute,
    diagonals,
    expanding,
    factoring,
    functions,
    generalized,
    inverses,
    kroneckers,
    last,
    matrixfunctions,
    mixedproducts,
    powers,
    products,
    quotients,
    softmax,
    spectral,
    traces,
    transposes,
    triangles,
    vech,
)
from matcalc.rules.engine import IDENTITIES

__all__ = ["IDENTITIES", "absolute", "diagonals", "expanding", "factoring", "functions", "generalized", "inverses",
           "kroneckers", "last", "matrixfunctions", "mixedproducts", "powers", "products", "quotients", "softmax",
           "spectral", "traces", "transposes", "triangles", "vech"]
