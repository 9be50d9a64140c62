"""Calculus: linearize, then transpose. One rule an operator, its differential."""
from matcalc.calculus.forward import differential, jacobian
from matcalc.calculus.reverse import gradient

__all__ = ["differential", "gradient", "jacobian"]
