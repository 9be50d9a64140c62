"""Functions of a matrix in NumPy: exponential, sine, square root, logarithm and others, derivatives, adjugate."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

Array = Any

_PADE = (64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
         670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1)


def expm(np: Any, a: Array) -> Array:
    """The exponential, by scaling, squaring and the Padé approximant of degree 13 (Higham 2005)."""
    norm = np.abs(a).sum(axis=0).max(initial=0.0)
    squarings = max(0, int(np.ceil(np.log2(norm / 5.37)))) if 0 < norm < np.inf else 0
    a = a / 2.0 ** squarings
    b, eye = _PADE, np.eye(len(a))
    a2 = a @ a
    a4, a6 = a2 @ a2, a2 @ a2 @ a2
    odd = a @ (a6 @ (b[13] * a6 + b[11] * a4 + b[9] * a2) + b[7] * a6 + b[5] * a4 + b[3] * a2 + b[1] * eye)
    even = a6 @ (b[12] * a6 + b[10] * a4 + b[8] * a2) + b[6] * a6 + b[4] * a4 + b[2] * a2 + b[0] * eye
    out = np.linalg.solve(even - odd, even + odd)
    for _ in range(squarings):
        out = out @ out
    return out


def sqrtm(np: Any, a: Array) -> Array:
    """The principal square root, by the scaled iteration of Denman and Beavers (Higham 2008, ch. 6.3).

    A tiny imaginary part is right one step after the real one. Raises LinAlgError where an eigenvalue is zero or
    negative.
    """
    _refuse_negative(np, a)
    n = len(a)
    y, z = a, np.eye(n)
    left = 1 + np.iscomplexobj(a)
    for _ in range(100):
        c = np.abs(np.linalg.det(y) * np.linalg.det(z)) ** (-1.0 / (2 * n))
        c = c if 1e-8 < c < 1e8 else 1.0
        y, z, last = (c * y + np.linalg.inv(z) / c) / 2, (c * z + np.linalg.inv(y) / c) / 2, y
        if not np.isfinite(y).all():
            break
        if np.abs(y - last).max() <= 1e-14 * np.abs(y).max():
            return y
        left -= bool(np.abs(y @ y - a).max() <= 4e-16 * n * np.abs(a).max())
        if not left:
            return y
    if np.isfinite(y).all() and np.abs(y @ y - a).max() <= 1e-10 * np.abs(a).max():
        return y
    raise np.linalg.LinAlgError("the matrix has no principal square root")


def _refuse_negative(np: Any, a: Array) -> None:
    """Raise LinAlgError where an eigenvalue of the real part is zero or negative, as nearly as a double one is found:
    the iteration would not end."""
    values = np.linalg.eigvals(a.real)
    if np.any((values.real <= 0) & (np.abs(values.imag) <= 1e-7 * np.abs(values))):
        raise np.linalg.LinAlgError("the matrix has a zero or negative eigenvalue")


def logm(np: Any, a: Array) -> Array:
    """The principal logarithm, by square roots until the matrix is near I, and Gauss and Legendre's rule for
    ∫ (A - I)(t(A - I) + I)⁻¹ dt over [0, 1], which is a Padé approximant (Higham 2008, ch. 11.4).

    Raises LinAlgError where an eigenvalue is zero or negative.
    """
    eye = np.eye(len(a))
    roots = 0
    while np.abs(a - eye).sum(axis=0).max() > 0.25:
        if roots == 60:
            raise np.linalg.LinAlgError("the matrix has no principal logarithm")
        a, roots = sqrtm(np, a), roots + 1
    nodes, weights = _gauss(np)
    b = a - eye
    return 2.0 ** roots * (weights * np.linalg.solve(nodes * b + eye, b)).sum(axis=0)


@cache
def _gauss(np: Any) -> tuple[Array, Array]:
    """The nodes and weights of Gauss and Legendre's rule on [0, 1], one matrix each."""
    nodes, weights = np.polynomial.legendre.leggauss(10)
    return (nodes[:, None, None] + 1) / 2, weights[:, None, None] / 2


def _sine_and_cosine(np: Any, a: Array) -> tuple[Array, Array]:
    """From exp([[0, A], [-A, 0]]) = [[cos A, sin A], [-sin A, cos A]], which stays real where A is."""
    n, nothing = len(a), np.zeros_like(a)
    top = expm(np, np.block([[nothing, a], [-a, nothing]]))[:n]
    return top[:, n:], top[:, :n]


def sinm(np: Any, a: Array) -> Array:
    """The sine."""
    return _sine_and_cosine(np, a)[0]


def cosm(np: Any, a: Array) -> Array:
    """The cosine."""
    return _sine_and_cosine(np, a)[1]


def sinhm(np: Any, a: Array) -> Array:
    """The hyperbolic sine."""
    return (expm(np, a) - expm(np, -a)) / 2


def coshm(np: Any, a: Array) -> Array:
    """The hyperbolic cosine."""
    return (expm(np, a) + expm(np, -a)) / 2


def adjugate(np: Any, a: Array) -> Array:
    """The transposed cofactors, also of a singular matrix: from A = U S V, adj(A) = det(UV) V* adj(S) U*.

    Of a complex matrix, det(A) A⁻¹: A is taken to be a regular one, a little off the real ones.
    """
    if np.iscomplexobj(a):
        return np.linalg.det(a) * np.linalg.inv(a)
    u, s, v = np.linalg.svd(a)
    others = np.array([np.prod(np.delete(s, i)) for i in range(len(s))])
    return np.linalg.det(u) * np.linalg.det(v) * (v.T * others) @ u.T


def chain(np: Any, f: Callable[[Array], Array], matrices: Sequence[Array], directions: Sequence[Array]) -> Array:
    """The upper right block of f([[A, E, 0], [0, B, F], [0, 0, C]]), linear in E and F (Higham 2008, theorem 3.6)."""
    sizes = [np.abs(e).max(initial=0.0) or 1.0 for e in directions]
    corners = np.cumsum([0, *map(len, matrices)])
    big = np.zeros((corners[-1], corners[-1]), np.result_type(*matrices, *directions))
    for a, start, stop in zip(matrices, corners, corners[1:], strict=False):
        big[start:stop, start:stop] = a
    for e, size, (top, left, right) in zip(directions, sizes, zip(corners, corners[1:], corners[2:], strict=False),
                                           strict=True):
        big[top:left, left:right] = e / size
    return np.prod(sizes) * f(big)[:corners[1], corners[-2]:]


def sylvester(np: Any, a: Array, b: Array, c: Array) -> Array:
    """The solution of A X + X B = C, by way of vec."""
    m, n = c.shape
    system = np.kron(np.eye(n), a) + np.kron(b.T, np.eye(m))
    return np.linalg.solve(system, c.reshape((-1, 1), order="F")).reshape((m, n), order="F")
