"""Calculus: linearize, then transpose. One rule an operator, its differential."""
from matcalc.calculus.forward import differential, jacobian
from matcalc.calculus.reverse import gradient, period, shares

__all__ = ["differential", "gradient", "jacobian", "period", "shares"]
