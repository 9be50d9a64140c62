"""The forms a derivative can be given in, and the choice between them."""
from matcalc.forms.choose import gradient, hessian, jacobian, kronecker, unsimplified

__all__ = ["gradient", "hessian", "jacobian", "kronecker", "unsimplified"]
