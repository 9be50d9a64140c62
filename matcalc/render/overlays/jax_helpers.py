"""Functions in JAX that notations call, by name."""
from __future__ import annotations

HELPERS = {
    "onehot_max": """\
def onehot_max(a):
    return (a == jnp.max(a)).astype(a.dtype)
""",
    "frechet3": '''\
def frechet3(f, a, b, c, d, e):
    """The upper right block of f([[a, d, 0], [0, b, e], [0, 0, c]])."""
    corner = jnp.zeros((len(a), len(c)), a.dtype)
    block = jnp.block([[a, d, corner], [jnp.zeros_like(d.T), b, e], [corner.T, jnp.zeros_like(e.T), c]])
    return f(block)[:len(a), -len(c):]
''',
    "duplication": """\
def duplication(n, like):
    p = jnp.cumsum(jnp.tri(n, dtype=int).T).reshape(n, n) - 1
    return jnp.eye(n * (n + 1) // 2, **like)[(jnp.triu(p) + jnp.triu(p, 1).T).ravel()]
""",
    "sqrtm": '''\
def sqrtm(a):
    """The principal square root, by the iteration of Denman and Beavers, scaled."""
    n = a.shape[0]
    x, y = a, jnp.eye(n, dtype=a.dtype)
    for _ in range(16):
        c = jnp.exp(-(jnp.linalg.slogdet(x)[1] + jnp.linalg.slogdet(y)[1]) / (2 * n))
        x, y = (c * x + jnp.linalg.inv(c * y)) / 2, (c * y + jnp.linalg.inv(c * x)) / 2
    return x
''',
    "cosm": "def cosm(a):\n    return jax.scipy.linalg.expm(1j * a).real\n",
    "sinm": "def sinm(a):\n    return jax.scipy.linalg.expm(1j * a).imag\n",
    "coshm": "def coshm(a):\n    return (jax.scipy.linalg.expm(a) + jax.scipy.linalg.expm(-a)) / 2\n",
    "sinhm": "def sinhm(a):\n    return (jax.scipy.linalg.expm(a) - jax.scipy.linalg.expm(-a)) / 2\n",
}
