"""The words that mean something in a language, by which nothing else may go there: its own, and what code calls."""
from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

MODULES = frozenset({"np", "jnp", "jax", "math", "scipy", "torch"})
"""What Python modules are called where they are imported."""
FORBIDDEN = frozenset({"eval", "exec", "compile", "open", "globals", "locals", "vars", "setattr", "delattr",
                       "input", "breakpoint", "importlib", "pickle", "os", "sys", "subprocess"})
"""Names that emitted Python never needs."""
PYTHON = MODULES | FORBIDDEN | {*keyword.kwlist, *(word for word in dir(builtins) if re.fullmatch("[a-z]+", word))}
"""Words of Python, whatever the library."""

_MATLAB = """
break case catch classdef continue do else elseif end end_try_catch end_unwind_protect endclassdef endenumeration
endevents endfor endfunction endif endmethods endparfor endproperties endswitch endwhile enumeration events for
function global if methods otherwise parfor persistent properties return spmd switch try until unwind_protect
unwind_protect_cleanup while i j I J e pi eps inf Inf nan NaN NA ans true false size end beta gamma psi zeta
arrayfun numel prod cumsum disp assert eig sort chol real imag
"""
MATLAB = frozenset(_MATLAB.split())

_JULIA = """
abstract baremodule begin break catch const continue do else elseif end export false finally for function global if
import in isa let local macro module mutable primitive quote return struct true try type using where while I pi π ℯ im
Inf NaN Float64 Matrix Diagonal Symmetric abs2 size axes eachindex zero repeat prod dims missing nothing only throw copy
real schur DimensionMismatch Number Real Integer AbstractMatrix AbstractVecOrMat isqrt Any MersenneTwister
eigmax eigmin maximum minimum eigvals sort cholesky LowerTriangular UpperTriangular
"""
JULIA = frozenset(_JULIA.split())


def called(texts: Iterable[str]) -> set[str]:
    """The names that code calls, and those that end in an underscore, which no one is likely to use else."""
    return {word for text in texts for word in re.findall(r"(?<![\w.])[^\W\d]\w*(?=\.?\()|\b[^\W\d]\w*_\b", text)}
