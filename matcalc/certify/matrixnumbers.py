"""Functions of a matrix, with their derivatives, and spectra: how each operator is evaluated in NumPy."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matcalc.certify import matrixfunctions as functions
from matcalc.certify import spectral
from matcalc.certify.number import Array, Numeric, call, real, scalar
from matcalc.expr import Expr


def _singular_values(np: Any, a: Array) -> Array:
    """In falling order."""
    return np.linalg.svd(a, compute_uv=False)


def _with_derivatives(name: str, function: Numeric) -> dict[str, Numeric]:
    """A function of a matrix, and its derivatives L(A, E), L(A, B, E), L(A, B, C, E, F), blocks of its values."""
    return {name: function, **_derivatives(name, function)}


def _derivatives(name: str, function: Numeric) -> dict[str, Numeric]:
    def chain(np: Any, e: Expr, size: Any, *args: Array) -> Array:
        args = args if len(args) % 2 else (args[0], *args)
        half = len(args) // 2 + 1
        return functions.chain(np, lambda a: function.run(np, e, size, a), args[:half], args[half:])

    return {f"frechet_{name}{row}": Numeric(chain, function.holomorphic) for row in ("", "_pair", "_triple")}


_POWER = Numeric(lambda np, e, size, a: np.linalg.matrix_power(a, size(e.data)))


def _by_number(largest: str, numbered: str, function: Callable[..., Array]) -> dict[str, Numeric]:
    """What belongs to the largest value of a spectrum, and to that of a number."""
    return {largest: real(lambda np, e, size, a: function(np, a)),
            numbered: real(lambda np, e, size, a: function(np, a, size(e.data)))}


MATRIX_NUMBERS: dict[str, Numeric] = {
    "sqrtm": call(functions.sqrtm),
    "sylvester": Numeric(lambda np, e, size, a, b, c: functions.sylvester(np, a, b, c)),
    **_with_derivatives("expm", call(functions.expm)),
    **_with_derivatives("logm", call(functions.logm)),
    **_with_derivatives("sinm", call(functions.sinm)), **_with_derivatives("cosm", call(functions.cosm)),
    **_with_derivatives("sinhm", call(functions.sinhm)), **_with_derivatives("coshm", call(functions.coshm)),
    "mpower": _POWER, **_derivatives("power", _POWER),
    "adj": call(functions.adjugate),
    "pinv": real(lambda np, e, size, a: np.linalg.pinv(a)),
    "nuc": real(lambda np, e, size, a: scalar(np, _singular_values(np, a).sum())),
    "lmin": real(lambda np, e, size, a: scalar(np, np.linalg.eigvals(a).real.min())),
    "evec_min": real(lambda np, e, size, a: spectral.eigenvector(np, -a)),
    **_by_number("lmax", "eigval", spectral.eigenvalue),
    **_by_number("evec_max", "eigvec", spectral.eigenvector),
    **_by_number("eproj_max", "eigproj", spectral.projector),
    **_by_number("resolvent_max", "resolvent", spectral.resolvent),
    **_by_number("smax", "sval", spectral.singular_value),
    **_by_number("lsv", "lsvec", lambda np, a, k=1: spectral.singular_vectors(np, a, k)[0]),
    **_by_number("rsv", "rsvec", lambda np, a, k=1: spectral.singular_vectors(np, a, k)[1]),
    "polar": real(lambda np, e, size, a: spectral.polar(np, a)),
}
"""By the operator's name."""
