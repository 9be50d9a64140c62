"""The forms a derivative can be given in, and the choice between them."""
from matcalc.forms import index, network, partial, svd
from matcalc.forms.choose import (
    by_network,
    change,
    differential,
    gradient,
    gradients,
    hessian,
    jacobian,
    kronecker,
    product,
)

__all__ = ["by_network", "change", "differential", "gradient", "gradients", "hessian", "index", "jacobian", "kronecker",
           "network", "partial", "product", "svd"]
