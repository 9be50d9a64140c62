"""The functions of the cases as one writes them for automatic differentiation: plainly, and stable.

`xp` is JAX, PyTorch or autograd under NumPy's names (`peers`); arguments are in the order of the case's shapes.
"""
from __future__ import annotations


def logistic(xp, X, y, w, c):
    u = X @ w
    return xp.sum(xp.softplus(u)) - xp.sum(y * u) + c * xp.sum(w * w) / 2


def ridge(xp, X, y, w, c):
    return xp.sum((X @ w - y)**2) + c * xp.sum(w**2)


def factorisation(xp, M, U, V):
    return xp.sum((M - U @ V.T)**2)


def masked(xp, M, U, V, W):
    return xp.sum((W * (M - U @ V.T))**2)


def network(xp, x, y, V, W):
    u = W @ xp.tanh(V @ x)
    return xp.sum(xp.logsumexp(u)) - xp.sum(y * u)


def seed(xp, A, B, X, C, D, E, F):
    return A @ ((B @ ((X @ C) * D)) * E) @ F


def inverse_form(xp, X, x):
    return xp.sum(x * xp.solve(X, x))


def gaussian_process(xp, K, y):
    return -xp.sum(y * xp.solve(K, y)) / 2 - xp.logdet(K) / 2


def noisy_gaussian_process(xp, K, y, s, t):
    return gaussian_process(xp, s * K + t * xp.eye(len(y)), y)


def rayleigh(xp, X, A):
    return xp.trace(xp.solve(X.T @ X, X.T @ (A @ X)))


def chain(xp, *factors):
    *matrices, u = factors
    for A in reversed(matrices):
        u = A @ u
    return xp.sum(u**2)


FUNCTIONS = {
    **dict.fromkeys(("logistic gradient", "logistic Hessian"), logistic),
    **dict.fromkeys(("ridge gradient", "ridge Hessian"), ridge),
    **dict.fromkeys(("factorisation gradient", "factorisation Hessian", "factorisation Hessian, factors"),
                    factorisation),
    "masked factorisation gradient": masked,
    **dict.fromkeys(("softmax network", "softmax network, a batch"), network),
    "Jacobian of a vector": seed,
    "inverse quadratic form": inverse_form,
    "Gaussian process, by the kernel": gaussian_process,
    "Gaussian process, by variance and noise": noisy_gaussian_process,
    "trace of Rayleigh quotients": rayleigh,
    **dict.fromkeys(("chain of 5", "chain of 10", "chain of 20"), chain),
}
"""By name of the case."""
