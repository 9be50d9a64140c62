"""Writing expressions: text, LaTeX, code."""
from matcalc.render.write import write

__all__ = ["write"]
