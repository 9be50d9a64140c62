"""How each language says what a self-test needs: random arrays, directions, differences."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc.render.reserved import called


class Phrases:
    """The phrases of one language, filled by `str.format`.

    free      a random array of {0} rows and {1} columns, and `number` what makes a number of one of 1×1
    words     an array {0} of which something is assumed, from one that is free, by word
    tangents  a direction {0} that keeps what is assumed of the variable {1}, to first order, by word
    functions what an unknown function and its first three derivatives are in a test; the fourth is the function
    helpers   functions that the test may use, by name
    begin     the lines of `check` up to the draws, `point` those behind them: the arguments, {0} in a list and {1} as
              names, and whether the functions {2} are defined there; `handle` is how a function is named
    assign    `name = value`
    unpack    several results {0} of a call {1}
    compare   a comparison of {0}, what a function says, with {1}, the differences
    call      a call of the function {0} with the arguments and {1}
    slope     the difference quotient of the function {0} by the argument number {1}, of which the first is `base`
    end       the last lines of `check`, and `main` what runs it when the file is run
    """

    __slots__ = ("assign", "base", "begin", "call", "compare", "end", "free", "functions", "handle", "helpers", "main",
                 "number", "point", "slope", "tangents", "unpack", "words")

    def __init__(self, *, free: str, number: str, words: Mapping[str, str], tangents: Mapping[str, str],
                 functions: Sequence[str], assign: str, helpers: Mapping[str, str], begin: str, point: str,
                 compare: str, call: str, slope: str, end: str, main: str, base: int, unpack: str = "{0} = {1}",
                 handle: str = "{0}"):
        self.free, self.number, self.words, self.tangents, self.functions = free, number, words, tangents, functions
        self.assign, self.helpers, self.begin, self.point, self.compare = assign, helpers, begin, point, compare
        self.call, self.slope, self.end, self.main, self.base = call, slope, end, main, base
        self.unpack, self.handle = unpack, handle

    @property
    def own(self) -> set[str]:
        """The names that a self-test uses."""
        told = (getattr(self, slot) for slot in self.__slots__ if slot not in ("helpers", "base"))
        return {*self.helpers, *called(text for of in told for text in (
            [of] if isinstance(of, str) else of.values() if isinstance(of, Mapping) else of))}


def words(times: str, turned: str, eye: str, factor: str, halves: tuple[str, str]) -> dict[str, str]:
    """Arrays of which something is assumed, given a product, a transpose, an identity, an orthogonal factor and the
    triangles of {0}."""
    return {
        "spd": f"{{0}} {times} {turned} + {eye}", "psd": f"{{0}} {times} {turned}", "symmetric": f"{{0}} + {turned}",
        "skew": f"{{0}} - {turned}", "orthogonal": factor, "upper_triangular": halves[0], "lower_triangular": halves[1],
    }


def tangents(times: str, turned: str, halves: tuple[str, str]) -> dict[str, str]:
    """Directions that keep what is assumed of {1}, to first order."""
    mirrored = dict.fromkeys(("spd", "psd", "symmetric"), f"{{0}} + {turned}")
    return mirrored | {
        "skew": f"{{0}} - {turned}", "upper_triangular": halves[0], "lower_triangular": halves[1],
        "orthogonal": f"{{1}} {times} ({{0}} - {turned})",
        "idempotent": f"{{1}} {times} {{0}} + {{0}} {times} {{1}} - 2 * {{1}} {times} {{0}} {times} {{1}}",
    }


TRIALS = 343
"""So many draws are tried: there are seven ways to move a random array, and of three arguments each meets each."""
NOTHING = f"nothing is tested: f or a derivative has no finite real value at any of {TRIALS} random draws"

_PYTHON = {
    "moved_": '''\
def moved_(a, trial, place):
    """The random argument number `place` on some scale, of some sign; in 343 trials all ways of three meet."""
    ways = a, abs(a) / 2 + 0.1, a / 10, abs(a) + 1.1, 4 * abs(a) + 5, -abs(a) - 0.1, 10 * a
    return ways[(trial + place * (trial // 7) + place**2 * (trial // 49)) % 7]

''',
    "defined_": '''\
def defined_(functions, args):
    """Whether the functions have finite real values there."""
    try:
        values = [ARRAY(f(*args)) for f in functions]
    except (NP.linalg.LinAlgError, TypeError):
        return False
    return all(REAL(a) and bool(NP.isfinite(a).all()) for a in values)

''',
    "slope_": '''\
def slope_(f, args, at, d, h=2e-5):
    """The central difference, of fourth order, of f when the argument number `at` moves along d."""
    near = [ARRAY(f(*args[:at], args[at] + k * h * d, *args[at + 1 :])) for k in (-2, -1, 1, 2)]
    return (near[0] - 8 * near[1] + 8 * near[2] - near[3]) / (12 * h)

''',
    "error_": '''\
def error_(got, want):
    """The largest difference, relative to the largest entry; infinite where there is one that is no number."""
    got, want = ARRAY(got), ARRAY(want)
    error = float(abs(got.reshape(want.shape) - want).max() / (1 + abs(want).max()))
    return error if error == error else float("inf")

''',
    "vec_": '''\
def vec_(a):
    """The columns of a, one below the other."""
    a = ARRAY(a)
    return a.T.reshape(-1) if a.ndim else a.reshape(1)

''',
    "times_": '''\
def times_(j, d):
    """The product of a Jacobian, which may be a number, with the entries of d."""
    d = ARRAY(d).T.reshape(-1) if getattr(d, "shape", ()) else ARRAY(d).reshape(1)
    return j @ d if getattr(j, "shape", ()) else j * d

''',
    "inner_": '''\
def inner_(a, b):
    """The sum of the products of entries."""
    return (ARRAY(a).reshape(-1) * ARRAY(b).reshape(-1)).sum()

''',
}
_PYTHON_BEGIN = '''\
HEADdef check():
    """The largest relative error of the functions, against central differences along random directions."""
    SEED
    for trial_ in range(343):'''
_PYTHON_POINT = '''\
        args_ = [{0}]
        if defined_([{2}], args_):
            break
    else:
        raise ValueError("NOTHING")'''.replace("NOTHING", NOTHING)
_PYTHON_MAIN = '''


if __name__ == "__main__":
    error = check()
    print(f"largest relative error against central differences: {error:.1e}")
    raise SystemExit(not error < 1e-6)'''


def _python(np: str, array: str, real: str, free: str, seed: str, above: str = "", setup: str = "") -> Phrases:
    """In Python, given the module of arrays, what makes one and what tells a real one, a random one, what is done
    first, what stands above the test, and what is done where the file is run."""
    halves = f"{np}.triu({{0}})", f"{np}.tril({{0}})"
    diagonal = {"diagonal": f"{{0}} * {np}.eye(len({{0}}))"}
    signs = {"positive": "abs({0}) + 0.1", "nonnegative": "abs({0})",
             "idempotent": f"(lambda q: q[:, :1] @ q[:, :1].T)({np}.linalg.qr({{0}})[0])"}
    return Phrases(
        free=free, number="[0, 0]",
        functions=(f"{np}.sin", f"{np}.cos", f"lambda a: -{np}.sin(a)", f"lambda a: -{np}.cos(a)"),
        assign="{0} = {1}", base=0,
        words=words("@", "{0}.T", f"{np}.eye(len({{0}}))", f"{np}.linalg.qr({{0}})[0]", halves) | diagonal | signs,
        tangents=tangents("@", "{0}.T", halves) | diagonal,
        helpers={name: text.replace("ARRAY", array).replace("NP", np).replace("REAL", real)
                 for name, text in _PYTHON.items()},
        begin=_PYTHON_BEGIN.replace("SEED", seed).replace("HEAD", above), point=_PYTHON_POINT,
        compare="    worst_ = max(worst_, error_({0}, {1}))", call="{0}(*args_{1})",
        slope="slope_({0}, args_, {1}, d_)", end="    return worst_",
        main=_PYTHON_MAIN.replace(":\n    error", f":\n{setup}    error"))


_JULIA = {
    "moved_": '''\
function moved_(a, trial, place)
    ways = (a, abs.(a) / 2 .+ 0.1, a / 10, abs.(a) .+ 1.1, 4 * abs.(a) .+ 5, -abs.(a) .- 0.1, 10 * a)
    return ways[(trial + place * (trial ÷ 7) + place^2 * (trial ÷ 49)) % 7 + 1]
end
''',
    "defined_": '''\
function defined_(functions, args)
    try
        return all(f -> (a = f(args...); eltype(a) <: Real && all(isfinite, a)), functions)
    catch e
        e isa Union{DomainError, ArgumentError, SingularException, PosDefException, LAPACKException} || rethrow()
        return false
    end
end
''',
    "slope_": '''\
function slope_(f, args, at, d, h = 2e-5)
    near(k) = f(args[1:at-1]..., args[at] + k * h * d, args[at+1:end]...)
    return (near(-2) - 8 * near(-1) + 8 * near(1) - near(2)) / (12 * h)
end
''',
    "error_": "error_(got, want) = maximum(abs.(vec_(got) - vec_(want))) / (1 + maximum(abs.(vec_(want))))\n",
    "vec_": "vec_(a) = a isa Number ? [a] : vec(a)\n",
    "times_": "times_(j, d) = j * (d isa Number ? [d] : vec(d))\n",
    "inner_": "inner_(a, b) = sum(vec_(a) .* vec_(b))\n",
}
_JULIA_BEGIN = '''\
"""
The largest relative error of the functions, against central differences along random directions.
"""
function check()
    rng_ = MersenneTwister(0)
    args_ = Any[]
    for trial_ in 0:342'''
_JULIA_POINT = '''\
        args_ = Any[{0}]
        defined_([{2}], args_) && break
        trial_ < 342 || error("NOTHING")
    end
    {1} = args_'''.replace("NOTHING", NOTHING)
_JULIA_HALVES = "Matrix(UpperTriangular({0}))", "Matrix(LowerTriangular({0}))"

_MATLAB = {
    "moved_": '''\
function b = moved_(a, trial, place)
    ways = {a, abs(a) / 2 + 0.1, a / 10, abs(a) + 1.1, 4 * abs(a) + 5, -abs(a) - 0.1, 10 * a};
    b = ways{mod(trial + place * floor(trial / 7) + place^2 * floor(trial / 49), 7) + 1};
end
''',
    "defined_": '''\
function d = defined_(functions, args)
    try
        values = cellfun(@(f) f(args{:}), functions, 'UniformOutput', false);
        d = all(cellfun(@(a) isreal(a) && all(isfinite(a(:))), values));
    catch
        d = false;
    end
end
''',
    "slope_": '''\
function s = slope_(f, args, at, d)
    h = 2e-5; near = @(k) f(args{1:at-1}, args{at} + k * h * d, args{at+1:end});
    s = (near(-2) - 8 * near(-1) + 8 * near(1) - near(2)) / (12 * h);
end
''',
    "error_": '''\
function e = error_(got, want)
    e = norm(got(:) - want(:), Inf) / (1 + norm(want(:), Inf));
    if isnan(e), e = Inf; end
end
''',
    "vec_": "function v = vec_(a)\n    v = a(:);\nend\n",
    "times_": "function p = times_(j, d)\n    p = j * d(:);\nend\n",
    "inner_": "function s = inner_(a, b)\n    s = sum(a(:) .* b(:));\nend\n",
    "factor_": "function q = factor_(a)\n    [q, ~] = qr(a);\nend\n",
}
_MATLAB_BEGIN = '''\
function worst_ = check()
% The largest relative error of the functions, against central differences along random directions.
    randn('state', 0);
    for trial_ = 0:342'''
_MATLAB_POINT = '''\
        args_ = {{{0}}};
        if defined_({{{2}}}, args_), break; end
        if trial_ == 342, error('NOTHING'); end
    end'''.replace("NOTHING", NOTHING)

PHRASES = {
    **{target: _python("np", "np.asarray", "np.isrealobj", "rng_.standard_normal(({0}, {1}))",
                      "rng_ = np.random.default_rng(0)", "@np.errstate(all=\"ignore\")\n", setup)
       for target, setup in (("numpy", ""), ("scipy", ""), ("jax", '    jax.config.update("jax_enable_x64", True)\n'))},
    "torch": _python("torch", "torch.as_tensor", "not torch.is_complex",
                     "torch.randn({0}, {1}, dtype=torch.float64, generator=rng_)",
                     "rng_ = torch.Generator().manual_seed(0)"),
    "julia": Phrases(
        free="randn(rng_, {0}, {1})", number="[1, 1]",
        functions=("x -> sin.(x)", "x -> cos.(x)", "x -> -sin.(x)", "x -> -cos.(x)"), assign="{0} = {1}", base=1,
        words=words("*", "{0}'", "I", "Matrix(qr({0}).Q)", _JULIA_HALVES) | {
            "diagonal": "Matrix(Diagonal({0}))", "positive": "abs.({0}) .+ 0.1", "nonnegative": "abs.({0})",
            "idempotent": "(q -> q[:, 1:1] * q[:, 1:1]')(Matrix(qr({0}).Q))"},
        tangents=tangents("*", "{0}'", _JULIA_HALVES) | {"diagonal": "Matrix(Diagonal({0}))"},
        helpers=_JULIA, begin=_JULIA_BEGIN, point=_JULIA_POINT,
        compare="    worst_ = max(worst_, error_({0}, {1}))", call="{0}(args_...{1})",
        slope="slope_({0}, args_, {1}, d_)", end="    return worst_\nend", main=""),
    "matlab": Phrases(
        free="randn({0}, {1})", number="",
        functions=("@(x) sin(x)", "@(x) cos(x)", "@(x) -sin(x)", "@(x) -cos(x)"), assign="{0} = {1};", base=1,
        words=words("*", "{0}'", "eye(size({0}))", "factor_({0})", ("triu({0})", "tril({0})")) | {
            "diagonal": "{0} .* eye(size({0}))", "positive": "abs({0}) + 0.1", "nonnegative": "abs({0})",
            "idempotent": "factor_({0}) * diag([1, zeros(1, size({0}, 1) - 1)]) * factor_({0})'"},
        tangents=tangents("*", "{0}'", ("triu({0})", "tril({0})")) | {"diagonal": "{0} .* eye(size({0}))"},
        helpers=_MATLAB, begin=_MATLAB_BEGIN, point=_MATLAB_POINT,
        compare="    worst_ = max(worst_, error_({0}, {1}));", call="{0}(args_{{:}}{1})",
        slope="slope_(@{0}, args_, {1}, d_)", end="end", main="", unpack="[{0}] = {1};",
        handle="@{0}"),
}
"""By target."""
