"""Identities between operators. Importing this package completes the normal form."""
from matcalc.rules import diagonals, functions, inverses, kroneckers, products, traces, transposes
from matcalc.rules.engine import IDENTITIES

__all__ = ["IDENTITIES", "diagonals", "functions", "inverses", "kroneckers", "products", "traces", "transposes"]
