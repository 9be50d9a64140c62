"""Who is measured: each peer makes of a case its functions of the inputs, the fastest of which counts.

A candidate is a name and a function of no argument; `flat` makes the results of all alike.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np

from benchmarks.cases import Case, Sizes
from benchmarks.emitted import checked, function
from benchmarks.functions import FUNCTIONS
from benchmarks.hand import HAND

Candidates = Iterator[tuple[str, Callable[[], Any]]]


def emitted(case: Case, sizes: Sizes) -> Candidates:
    """What matcalc writes in NumPy."""
    f, arrays = function(case, sizes, "numpy")
    yield "numpy", _called(f, arrays)


def emitted_checked(case: Case, sizes: Sizes) -> Candidates:
    """The same, arguments checked."""
    f, arrays = checked(case, sizes)
    yield "numpy", _called(f, arrays)


def emitted_scipy(case: Case, sizes: Sizes) -> Candidates:
    """What matcalc writes with SciPy's factorisations."""
    f, arrays = function(case, sizes, "scipy")
    yield "scipy", _called(f, arrays)


def emitted_jax(case: Case, sizes: Sizes) -> Candidates:
    """What matcalc writes in JAX, compiled."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    f, arrays = function(case, sizes, "jax")
    yield "jax", _called(_then(jax.jit(f), jax.block_until_ready), [jnp.asarray(a, dtype="float64") for a in arrays])


def by_hand(case: Case, sizes: Sizes) -> Candidates:
    """What people write."""
    arrays = case.inputs(sizes).values()
    for i, f in enumerate(HAND[case.name], 1):
        yield f"version {i}", _called(f, arrays)


def jax(case: Case, sizes: Sizes) -> Candidates:
    """jax.jit of its derivatives; all data are arguments, for what a closure holds is folded."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    xp = SimpleNamespace(sum=jnp.sum, tanh=jnp.tanh, trace=jnp.trace, eye=jnp.eye, solve=jnp.linalg.solve,
                         logdet=lambda a: jnp.linalg.slogdet(a)[1], softplus=jax.nn.softplus,
                         logsumexp=lambda a: jax.nn.logsumexp(a, 0))
    arrays = [jnp.asarray(a, dtype="float64") for a in case.inputs(sizes).values()]
    for name, f in _derivatives(jax, case, xp):
        yield name, _called(_then(jax.jit(f), jax.block_until_ready), arrays)


def torch(case: Case, sizes: Sizes) -> Candidates:
    """torch.func."""
    import torch

    torch.set_num_threads(1)
    xp = SimpleNamespace(sum=torch.sum, tanh=torch.tanh, trace=torch.trace, solve=torch.linalg.solve,
                         eye=lambda n: torch.eye(n, dtype=torch.float64), softplus=torch.nn.functional.softplus,
                         logdet=lambda a: torch.linalg.slogdet(a)[1], logsumexp=lambda a: torch.logsumexp(a, 0))
    arrays = [torch.tensor(a, dtype=torch.float64) for a in case.inputs(sizes).values()]
    ways = SimpleNamespace(**{name: getattr(torch.func, name) for name in ("grad", "hessian", "jacfwd", "jacrev")},
                           value_and_grad=lambda f, argnums: _then(torch.func.grad_and_value(f, argnums),
                                                                   lambda pair: pair[::-1]))
    for name, f in _derivatives(ways, case, xp):
        yield name, _called(f, arrays)


def autograd(case: Case, sizes: Sizes) -> Candidates:
    """HIPS autograd."""
    import autograd
    import autograd.numpy as anp
    from autograd.scipy.special import logsumexp

    xp = SimpleNamespace(sum=anp.sum, tanh=anp.tanh, trace=anp.trace, eye=anp.eye, solve=anp.linalg.solve,
                         logdet=lambda a: anp.linalg.slogdet(a)[1], softplus=lambda a: anp.logaddexp(0, a),
                         logsumexp=lambda a: logsumexp(a, axis=0))
    ways = SimpleNamespace(grad=lambda f, argnums: autograd.grad(f, argnums),
                           hessian=lambda f, argnums: autograd.hessian(f, argnums),
                           jacrev=lambda f, argnums: autograd.jacobian(f, argnums),
                           value_and_grad=lambda f, argnums: autograd.value_and_grad(f, argnums))
    for name, f in _derivatives(ways, case, xp):
        yield name, _called(f, case.inputs(sizes).values())


def _derivatives(lib: Any, case: Case, xp: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The ways to the derivative in a library with JAX's names."""
    f = lambda *a: FUNCTIONS[case.name](xp, *a)
    at = case.places if len(case.places) > 1 else case.places[0]
    match case.function:
        case "jacobian":
            yield "jacrev", lib.jacrev(f, argnums=at)
            if hasattr(lib, "jacfwd"):
                yield "jacfwd", lib.jacfwd(f, argnums=at)
        case "hessian":
            yield "hessian", lib.hessian(f, argnums=at)
            yield "jacrev of grad", lib.jacrev(lib.grad(f, argnums=at), argnums=at)
        case "value_and_gradient":
            yield "value_and_grad", lib.value_and_grad(f, argnums=at)
        case _:
            yield "grad", lib.grad(f, argnums=at)


def _then(f: Callable[..., Any], g: Callable[[Any], Any]) -> Callable[..., Any]:
    return lambda *a: g(f(*a))


def _called(f: Callable[..., Any], arrays: Any) -> Callable[[], Any]:
    """A function of no argument."""
    held = tuple(arrays)
    return lambda: f(*held)


PEERS = {"emitted": emitted, "hand": by_hand, "emitted checked": emitted_checked, "emitted scipy": emitted_scipy,
         "emitted jax": emitted_jax, "jax": jax, "torch": torch, "autograd": autograd}


def flat(case: Case, result: Any) -> Any:
    """One flat NumPy array in matcalc's layout, of what any peer gives."""
    if isinstance(result, tuple | list):
        return np.concatenate([flat(case, part) for part in result])
    a = np.asarray(result)
    if a.ndim == 4:  # of a Hessian by a matrix: indices become column-major pairs
        a = a.transpose(1, 0, 3, 2)
    return a.reshape(-1)
