"""NumPy as one writes it who cares: nothing is computed twice, no array is made that is not needed, BLAS does the rest.

It is in whole arrays, without loops over blocks. Where one version is the fastest for small and another for large
arrays, both stand here; the fastest counts at each size.
Arguments are in the order of the case's shapes.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

HAND: dict[str, tuple[Callable[..., Any], ...]] = {}


def by_hand(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a version for a case."""
    def register(f: Callable[..., Any]) -> Callable[..., Any]:
        HAND[name] = (*HAND.get(name, ()), f)
        return f
    return register


@by_hand("logistic gradient")
def _(X, y, w, c):
    u = X @ w
    np.negative(u, out=u)
    np.exp(u, out=u)
    u += 1
    np.reciprocal(u, out=u)
    u -= y
    g = X.T @ u
    g += c * w
    return g


@by_hand("logistic Hessian")
def _(X, y, w, c):
    e = X @ w
    np.abs(e, out=e)
    e *= -0.5
    np.exp(e, out=e)
    z = e * e
    z += 1
    e /= z
    Z = X * e
    H = Z.T @ Z
    H.ravel()[::len(H) + 1] += c
    return H


@by_hand("logistic Hessian")
def _(X, y, w, c):
    e = np.exp(-np.abs(X @ w))
    H = (X * (e / (1 + e)**2)).T @ X
    H.ravel()[::len(H) + 1] += c
    return H


@by_hand("ridge gradient")
def _(X, y, w, c):
    r = X @ w
    r -= y
    g = X.T @ r
    g += c * w
    g *= 2
    return g


@by_hand("ridge Hessian")
def _(X, y, w, c):
    H = X.T @ X
    H.ravel()[::len(H) + 1] += c
    H *= 2
    return H


@by_hand("factorisation gradient")
def _(M, U, V):
    R = U @ V.T
    R -= M
    G = R @ V
    G *= 2
    return G


@by_hand("factorisation gradient")
def _(M, U, V):
    G = U @ (V.T @ V)
    G -= M @ V
    G *= 2
    return G


@by_hand("factorisation gradient")
def _(M, U, V):
    G = U @ (V.T @ V)
    G -= (V.T @ M.T).T  # so BLAS is faster, where M is large and V narrow
    G *= 2
    return G


@by_hand("masked factorisation gradient")
def _(M, U, V, W):
    R = U @ V.T
    R -= M
    R *= W
    R *= W
    G = R @ V
    G *= 2
    return G


@by_hand("masked factorisation gradient")
def _(M, U, V, W):
    R = U @ V.T
    R -= M
    R *= W
    R *= W
    G = V.T @ R.T
    G *= 2
    return G.T


@by_hand("factorisation Hessian")
def _(M, U, V):
    (m, k), G = U.shape, V.T @ V
    G *= 2
    H = np.zeros((k, m, k, m))
    np.einsum("iaja->ija", H)[...] = G[:, :, None]
    return H.reshape(k * m, k * m)


@by_hand("factorisation Hessian, factors")
def _(M, U, V):
    G = V.T @ V
    G *= 2
    return G


def outer(u, v):
    """u vᵀ, by a buffer in which no row of v has a place: NumPy would copy it there again and again."""
    size = np.setbufsize(16)
    try:
        return u * v.T
    finally:
        np.setbufsize(size)


def softmax_network(product: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Value and gradients, with this product of a column and a row."""
    def version(x, y, V, W):
        h = np.tanh(V @ x)
        u = W @ h
        top = u.max()
        p = np.exp(u - top)
        total = p.sum()
        value = top + np.log(total) - np.vdot(y, u)
        p /= total
        p -= y
        d = W.T @ p
        by_W = product(p, h)
        h *= h
        d *= np.subtract(1, h, out=h)
        return value, product(d, x), by_W
    return version


for product in (outer, lambda u, v: u * v.T):
    by_hand("softmax network")(softmax_network(product))


@by_hand("softmax network, a batch")
def _(X, Y, V, W):
    H = V @ X
    np.tanh(H, out=H)
    P = W @ H
    inner = np.vdot(Y, P)
    top = P.max(0)
    P -= top
    np.exp(P, out=P)
    total = P.sum(0)
    value = top.sum() + np.log(total).sum() - inner
    P /= total
    P -= Y
    by_W = P @ H.T
    H *= H
    np.subtract(1, H, out=H)
    D = W.T @ P
    D *= H
    return value, D @ X.T, by_W


@by_hand("Jacobian of a vector")
def _(A, B, X, C, D, E, F):
    J = E @ (C.T * F * D.T)
    J *= B
    return A @ J


@by_hand("Jacobian of a vector")
def _(A, B, X, C, D, E, F):
    J = (C * F.T * E) @ D.T
    J *= B
    return A @ J


@by_hand("inverse quadratic form")
def _(X, x):
    M = np.linalg.inv(X)
    return (M.T @ x) * -(x.T @ M.T)


@by_hand("inverse quadratic form")
def _(X, x):
    return np.linalg.solve(X.T, x) * -np.linalg.solve(X, x).T


@by_hand("Gaussian process, by the kernel")
def _(K, y):
    M = np.linalg.inv(K)
    a = M @ y
    np.subtract(a * a.T, M, out=M)
    M *= 0.5
    return M


@by_hand("Gaussian process, by the kernel")
def _(K, y):
    M = np.linalg.inv(K)
    a = M @ y
    G = a * a.T
    G -= M
    G *= 0.5
    return G


@by_hand("Gaussian process, by variance and noise")
def _(K, y, s, t):
    # s K = S - t I would save the products with K, and the digits of t / s
    S = s * K
    S.ravel()[::len(S) + 1] += t
    M = np.linalg.inv(S)
    a = M @ y
    half = np.log(np.linalg.cholesky(S).diagonal()).sum()
    return (-0.5 * np.vdot(y, a) - half, 0.5 * (np.vdot(a, K @ a) - np.vdot(M, K)),
            0.5 * (np.vdot(a, a) - M.trace()))


@by_hand("trace of Rayleigh quotients")
def _(X, A):
    G = np.linalg.inv(X.T @ X)
    P = A @ X @ G
    P -= X @ (G @ (X.T @ P))
    P *= 2
    return P


@by_hand("trace of Rayleigh quotients")
def _(X, A):
    M = np.linalg.solve(X.T @ X, X.T)
    P = A @ M.T
    P -= M.T @ (X.T @ P)
    P *= 2
    return P


@by_hand("trace of Rayleigh quotients")
def _(X, A):
    AX = A @ X
    R = np.linalg.solve(X.T @ X, np.hstack([AX.T, X.T]))
    n = len(X)
    P = R[:, :n].T
    return 2 * (P - R[:, n:].T @ (X.T @ P))


@by_hand("trace of Rayleigh quotients")
def _(X, A):
    G = np.linalg.inv(X.T @ X)
    P = (X.T @ A).T @ G
    P -= X @ (G @ (X.T @ P))
    P *= 2
    return P


@by_hand("chain of 5")
def _(A1, A2, A3, A4, x):
    P = A1 @ A2 @ A3 @ A4
    u = P.T @ (P @ x)
    u *= 2
    return u


@by_hand("chain of 5")
def _(A1, A2, A3, A4, x):
    u = A4.T @ (A3.T @ (A2.T @ (A1.T @ (A1 @ (A2 @ (A3 @ (A4 @ x)))))))
    u *= 2
    return u


@by_hand("chain of 10")
def _(A1, A2, A3, A4, A5, A6, A7, A8, A9, x):
    P = A1 @ A2 @ A3 @ A4 @ A5 @ A6 @ A7 @ A8 @ A9
    u = P.T @ (P @ x)
    u *= 2
    return u


@by_hand("chain of 10")
def _(A1, A2, A3, A4, A5, A6, A7, A8, A9, x):
    u = A3 @ (A4 @ (A5 @ (A6 @ (A7 @ (A8 @ (A9 @ x))))))
    u = A4.T @ (A3.T @ (A2.T @ (A1.T @ (A1 @ (A2 @ u)))))
    u = A9.T @ (A8.T @ (A7.T @ (A6.T @ (A5.T @ u))))
    u *= 2
    return u


@by_hand("chain of 20")
def _(A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14, A15, A16, A17, A18, A19, x):
    P = A1 @ A2 @ A3 @ A4 @ A5 @ A6 @ A7 @ A8 @ A9 @ A10 @ A11 @ A12 @ A13 @ A14 @ A15 @ A16 @ A17 @ A18 @ A19
    u = P.T @ (P @ x)
    u *= 2
    return u


@by_hand("chain of 20")
def _(A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14, A15, A16, A17, A18, A19, x):
    u = A12 @ (A13 @ (A14 @ (A15 @ (A16 @ (A17 @ (A18 @ (A19 @ x)))))))
    u = A3 @ (A4 @ (A5 @ (A6 @ (A7 @ (A8 @ (A9 @ (A10 @ (A11 @ u))))))))
    u = A4.T @ (A3.T @ (A2.T @ (A1.T @ (A1 @ (A2 @ u)))))
    u = A12.T @ (A11.T @ (A10.T @ (A9.T @ (A8.T @ (A7.T @ (A6.T @ (A5.T @ u)))))))
    u = A19.T @ (A18.T @ (A17.T @ (A16.T @ (A15.T @ (A14.T @ (A13.T @ u))))))
    u *= 2
    return u
