"""A self-test that a module can carry: every function against central differences along random directions."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from matcalc import dims
from matcalc.emit.functions import PLAIN
from matcalc.emit.phrases import PHRASES, Phrases
from matcalc.emit.plan import Body, Plan
from matcalc.emit.signature import Parameter

CURVED = frozenset({"orthogonal", "idempotent"})
"""Sets that a straight line leaves: second derivatives are not tested on them."""
RULES = {
    "gradient": (("value",), "inner_({0}, d_)", "{0}"),
    "jacobian": (("value",), "times_({0}, d_)", "vec_({0})"),
    "hessian": (("gradient", "jacobian"), "times_({0}, d_)", "vec_({0})"),
    "jacobian_operator": (("value",), "times_({0}, d_)", "vec_({0})"),
    "hessian_operator": (("gradient", "jacobian"), "times_({0}, d_)", "vec_({0})"),
    "jvp": (("value",), "{0}", "{0}"),
    "vjp": (("value",), "inner_({0}, d_)", "inner_(g_, {0})"),
    "hvp": (("gradient", "jacobian"), "{0}", "{0}"),
}
"""What is differenced, what is made of a function's result, and of the difference, to compare them."""


def selftest(plan: Plan) -> str:
    """The text of `check`, of what it uses, and of what runs it."""
    say = PHRASES[plan.target]
    sizes = plan.trial or {}
    lines = [say.begin]
    lines += [f"        {line}" for place, p in enumerate(plan.parameters) for line in _draw(p, place, sizes, say)]
    names = [p.name for p in plan.parameters]
    there = [say.handle.format(b.function.name) for b in plan.bodies if b.function.what in ("value", *PLAIN)]
    lines += [say.point.format(", ".join(names), ", ".join(names) + ("," if len(names) == 1 else ""), ", ".join(there)),
              "    " + say.assign.format("worst_", "0.0")]
    lines += [line for body in plan.bodies for line in (*_compared(plan, body, say), *_joined(plan, body, say))]
    text = "\n".join([*lines, say.end])
    return "\n".join([*_used(text, say.helpers), text]) + say.main


def _used(text: str, helpers: Mapping[str, str]) -> list[str]:
    """The helpers that a text calls, and those that these call."""
    found = {name for name in helpers if f"{name}(" in text}
    while more := {name for name in helpers if any(f"{name}(" in helpers[other] for other in found)} - found:
        found |= more
    return [helper for name, helper in helpers.items() if name in found]


def _draw(p: Parameter, place: int, sizes: Mapping[str, int], say: Phrases) -> Iterator[str]:
    if p.shape is None:
        yield say.assign.format(p.name, say.functions[p.order % len(say.functions)])
        return
    if p.is_size:
        yield say.assign.format(p.name, sizes[p.name])
        return
    yield say.assign.format(p.name, f"moved_({_free(p, sizes, say)}, trial_, {place})")
    yield from _with_words(p.name, p, say.words, say)


def _with_words(name: str, p: Parameter, of: Mapping[str, str], say: Phrases) -> Iterator[str]:
    return (say.assign.format(name, of[word].format(name, p.name)) for word in p.words if word in of)


def _free(p: Parameter, sizes: Mapping[str, int], say: Phrases) -> str:
    """A random array of a parameter's shape, or a number."""
    assert p.shape is not None
    rows, cols = (dims.value(dim, dict(sizes)) for dim in p.shape)
    return say.free.format(rows, cols) + ("" if p.is_array else say.number)


def _joined(plan: Plan, body: Body, say: Phrases) -> Iterator[str]:
    """The comparison of the results of a function that returns several with those of the functions that return one."""
    parts = [b for b in plan.bodies if b.function in body.function.parts]
    if parts:
        names = [f"a{i}_" for i in range(1, len(parts) + 1)]
        yield "    " + say.unpack.format(", ".join(names), say.call.format(body.function.name, ""))
        yield from (say.compare.format(name, say.call.format(part.function.name, ""))
                    for name, part in zip(names, parts, strict=True))


def _compared(plan: Plan, body: Body, say: Phrases) -> Iterator[str]:
    """The comparison of a function with differences of the one of an order less, along its last variable."""
    f = body.function
    if f.what not in RULES:
        return
    kinds, got, want = RULES[f.what]
    below = plan.find(kinds, f.by[:-1])
    at, p = next((i, p) for i, p in enumerate(plan.parameters, say.base) if p.symbol == f.by[-1])
    if below is None or (below.function.by and CURVED & set(p.words)):
        return
    sizes = plan.trial or {}
    yield "    " + say.assign.format("d_", _free(p, sizes, say))
    yield from (f"    {line}" for line in _with_words("d_", p, say.tangents, say))
    extra = ", d_" if body.extra else ""
    if f.what == "vjp":
        yield "    " + say.assign.format("g_", _free(body.extra[0], sizes, say))
        extra = ", g_"
    call = say.call.format(f.name, extra)
    if len(body.products) > 1:
        g = body.products[1].extra[0]
        yield "    " + say.assign.format("g_", f"vec_({_free(g, sizes, say)})")
        yield "    " + say.assign.format("j_", call)
        yield say.compare.format("inner_(j_.rmatvec(g_), vec_(d_))", "inner_(g_, times_(j_, d_))")
    yield say.compare.format(got.format(call), want.format(say.slope.format(below.function.name, at)))
