"""Functions in PyTorch that notations call, by name."""
from __future__ import annotations

HELPERS = {
    "onehot_max": """\
def onehot_max(a):
    return (a == torch.max(a)).to(a.dtype)
""",
    "duplication": """\
def duplication(n, like):
    p = torch.cumsum(torch.ones(n, n, dtype=int).triu().ravel(), 0).reshape(n, n) - 1
    return torch.eye(n * (n + 1) // 2, **like)[(torch.triu(p) + torch.triu(p, 1).T).ravel()]
""",
    "cbrt": """\
def cbrt(a):
    return torch.sign(a) * torch.abs(a)**(1/3)
""",
    "kron": '''\
def kron(a, b):
    """PyTorch's wants its arguments to lie alike in memory."""
    return (a[:, None, :, None] * b[:, None]).reshape(a.shape[0] * b.shape[0], -1)
''',
    "sqrtm": '''\
def sqrtm(a):
    """The principal square root, by the iteration of Denman and Beavers, scaled."""
    n = a.shape[0]
    x, y = a, torch.eye(n, dtype=a.dtype, device=a.device)
    for _ in range(16):
        c = torch.exp(-(torch.linalg.slogdet(x)[1] + torch.linalg.slogdet(y)[1]) / (2 * n))
        x, y = (c * x + torch.linalg.inv(c * y)) / 2, (c * y + torch.linalg.inv(c * x)) / 2
    return x
''',
    "sylvester": '''\
def sylvester(a, b, c):
    """The solution of a @ x + x @ b = c."""
    m, n = c.shape
    i, j = (torch.eye(k, dtype=c.dtype, device=c.device) for k in (m, n))
    x = torch.linalg.solve(kron(j, a) + kron(b.T, i), c.T.reshape(-1, 1))
    return x.reshape(n, m).T
''',
    "cosm": "def cosm(a):\n    return torch.matrix_exp(1j * a).real\n",
    "sinm": "def sinm(a):\n    return torch.matrix_exp(1j * a).imag\n",
    "coshm": "def coshm(a):\n    return (torch.matrix_exp(a) + torch.matrix_exp(-a)) / 2\n",
    "sinhm": "def sinhm(a):\n    return (torch.matrix_exp(a) - torch.matrix_exp(-a)) / 2\n",
    "frechet": """\
def frechet(f, a, e):
    return frechet2(f, a, a, e)
""",
    "frechet2": """\
def frechet2(f, a, b, e):
    block = torch.cat((torch.cat((a, e), 1), torch.cat((torch.zeros_like(e.T), b), 1)))
    return f(block)[:len(a), -len(b):]
""",
    "frechet3": """\
def frechet3(f, a, b, c, d, e):
    block = torch.block_diag(a, b, c)
    block[:len(a), len(a):-len(c)] = d
    block[len(a):-len(c), -len(c):] = e
    return f(block)[:len(a), -len(c):]
""",
}
