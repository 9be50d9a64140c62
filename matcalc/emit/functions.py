"""The functions of a module: what each computes, and the answers that it returns."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from matcalc.answers import as_code
from matcalc.build import normalize
from matcalc.certify import certify_equal
from matcalc.derivative import Derivative
from matcalc.derive import Derived
from matcalc.diagnostics import MatcalcError, did_you_mean
from matcalc.emit.asked import Asked
from matcalc.emit.factors import factors, meanings
from matcalc.expr import Expr, walk
from matcalc.kinds import refuse_gradient
from matcalc.present import Answer
from matcalc.rewrite import finish
from matcalc.shape import Shape, show
from matcalc.sharing import shared

PLAIN = {"gradient": "The gradient of f by {0}", "jacobian": "The Jacobian of f by {0}",
         "hessian": "The Hessian of f by {0}"}
"""Arrays of derivatives, in words."""
DIRECTED = {"jvp": "The change of f when {0} changes by {1}",
            "hvp": "The change of the {2} when {0} changes by {1}"}
"""Products with a direction."""
STRUCTURED = {f"{kind}_{how}": (kind, how) for kind in ("jacobian", "hessian") for how in ("factors", "operator")}
"""Derivatives whose entries are not written out: as factors, and as an operator."""
NAMES = ("value", *PLAIN, "jvp", "vjp", "hvp", *STRUCTURED)
"""The functions that a module can hold."""
PRODUCTS = {"jacobian": ("jvp", "vjp"), "hessian": ("hvp",)}
"""What multiplies by a derivative, and by its transpose, where it is not symmetric."""
TOGETHER = {("value", "gradient"): "value_and_gradient", ("value", "jacobian"): "value_and_jacobian",
            ("gradient", "hessian"): "gradient_and_hessian",
            ("value", "gradient", "hessian"): "value_gradient_and_hessian"}
"""Functions that are offered as one as well, which computes what they share once."""

STEADY = frozenset({"hypot", "pnorm", *(f"{of}{name}" for of in ("", "row_", "col_")
                                        for name in ("softmax", "logsumexp", "log_softmax"))})
"""Functions that are more than what they are defined by, in numbers."""

Option = tuple[str, Sequence[Answer]]
"""A word for a form, and the answers in it."""


class Function:
    """One function: its name, what it computes, the answers that it returns, and what it takes beside the symbols.

    what      one of NAMES, and `by` the variable of each differentiation
    answers   what it returns, in the shortest form; `others` gives more forms, `instead` what may serve in its place
    extra     (name, shape) of a direction or cotangent
    formulas  the answers in matcalc's syntax
    parts     of a function that returns what several do, these
    products  of an operator, the functions that multiply by it and by its transpose
    note      advice to whoever asked for it, or None
    """

    __slots__ = ("about", "answers", "by", "conditions", "extra", "formulas", "instead", "name", "note", "others",
                 "parts", "products", "what")

    def __init__(self, name: str, what: str, about: str, answers: Sequence[Answer], *, formulas: Iterable[str] = (),
                 conditions: Iterable[str] = (), by: Sequence[str] = (), extra: Sequence[tuple[str, Shape]] = (),
                 products: Sequence[Function] = (), others: Callable[[], Iterable[Option]] = tuple,
                 instead: Callable[[], Iterable[Option]] = tuple, parts: Sequence[Function] = (),
                 note: str | None = None):
        self.name, self.what, self.about, self.by, self.extra = name, what, about, tuple(by), tuple(extra)
        self.answers, self.products, self.others, self.instead = tuple(answers), tuple(products), others, instead
        self.parts = tuple(parts)
        self.formulas, self.conditions, self.note = tuple(formulas), tuple(conditions), note


def default(f: Expr) -> tuple[str, ...]:
    """The functions of a module where none are asked for."""
    return ("value", "gradient" if f.is_scalar else "jacobian")


def _begun(name: str) -> str | None:
    """`did you mean gradient?` for what it begins with."""
    whole = next((other for other in NAMES if name and other.startswith(name)), None)
    return f"did you mean {whole}?" if whole else None


def checked(names: Sequence[str]) -> tuple[str, ...]:
    """The names without repetitions. Raises MatcalcError `usage` for one that there is not."""
    for name in names:
        if name not in NAMES:
            raise MatcalcError("usage", f"there is no function {name!r} of a module",
                               hint=did_you_mean(name, NAMES) or _begun(name) or f"there are {', '.join(NAMES)}")
    return tuple(dict.fromkeys(names))


def functions(what: Sequence[str], asked: Asked) -> list[Function]:
    """The functions of those names, and those that compute several of them at once. Raises MatcalcError."""
    if "gradient" in what:
        refuse_gradient(asked.known.function, "--with jacobian")
    found = [f for name in what for f in _of(name, asked)]
    return found + list(_together(found, what, asked))


def _of(what: str, asked: Asked) -> Iterator[Function]:
    if what == "value":
        yield _value(asked.known)
    elif what in PLAIN:
        yield from (_derived(what, d, asked, PLAIN[what]) for d in asked.derivatives(kind=what))
    elif what in DIRECTED:
        yield from _directed(what, asked)
    elif what == "vjp":
        shape = asked.known.function.shape
        g = asked.fresh("g", [shape])
        about = f"The gradient of {g} : f by {{0}}"
        yield from (_derived(what, d, asked, about, [(g, shape)]) for d in asked.derivatives(cotangent=g))
    else:
        kind, how = STRUCTURED[what]
        yield from (_as_factors if how == "factors" else _as_operators)(what, kind, asked)


def _value(d: Derivative) -> Function:
    """The function itself: simplified, where that is certified to be the same and overflows no sooner than what was
    typed; else as it was typed."""
    f = d.function
    simpler = as_code(Derived(shared(finish(normalize(f)))), {*d.symbols, "np"})
    typed = Answer(f, [])
    same = _steady(f) <= _steady(simpler.whole) and certify_equal(f, simpler.whole).holds
    return Function("value", "value", f"f, {_sized(f.shape)}", [simpler if same else typed], formulas=[d.reading],
                    others=lambda: [("as typed", [typed])] if same else [])


def _steady(f: Expr) -> set[str]:
    """The functions in it that are computed without overflow where what they stand for is not."""
    return {e.op.name for e in walk(f)} & STEADY


def _derived(what: str, d: Derivative, asked: Asked, about: str, extra: Sequence[tuple[str, Shape]] = ()) -> Function:
    """The function of a derivative, told by a template of the variable and the direction or cotangent."""
    first = "gradient" if d.function.is_scalar else "Jacobian"
    told = about.format(" and ".join(dict.fromkeys(d.by)), "".join(name for name, _ in extra), first)
    return Function(asked.name(what, d.by if what in PLAIN else d.by[:1]), what, f"{told}, {_sized(d.shape)}",
                    [d.steady], formulas=[d.text], conditions=d.conditions, by=d.by, extra=extra,
                    others=partial(_others, d, asked), instead=partial(_instead, what, d, asked), note=_advice(what, d))


def _advice(what: str, d: Derivative) -> str | None:
    """That a Kronecker product need not be written out, where it is."""
    found = factors(d.expr) if what in ("jacobian", "hessian") else None
    if found is None or "⊗" not in found[0]:
        return None
    size = " × ".join(f"({dim})" if "+" in dim else dim for dim in d.shape)
    return f"the {what} has {size} entries and is {d.text}: {what}_factors gives its factors, {what}_operator products"


def _others(d: Derivative, asked: Asked) -> Iterator[Option]:
    """Other forms of a derivative: those that were met on the way to it, and of an array the Kronecker form."""
    for other in d.programs[1:]:
        yield "another form", [other]
    if d.kind in ("jacobian", "hessian") and len(set(d.by)) == 1:
        kronecker = asked.derivative(d.wrt, kind=d.kind, form="kronecker").program
        if kronecker.whole is not d.program.whole:
            yield "kronecker", [kronecker]


def _instead(what: str, d: Derivative, asked: Asked) -> Iterator[Option]:
    """What may serve in place of an array of derivatives: its factors, and a product with it."""
    if what in PRODUCTS and len(set(d.by)) == 1:
        found = factors(d.expr)
        if found is not None:
            yield "as factors", [Answer(part, []) for part in found[1]]
        for f in _directed(PRODUCTS[what][0], asked):
            if f.by[0] == d.by[0]:
                yield "each product", f.answers


def _directed(what: str, asked: Asked) -> Iterator[Function]:
    shapes = {x: asked.known.symbols[x].shape for x in asked.wrt}
    v = asked.fresh("v", shapes.values())
    kind = {"kind": "hessian"} if what == "hvp" else {}
    for x, shape in shapes.items():
        yield _derived(what, asked.derivative(x, direction=v, **kind), asked, DIRECTED[what], [(v, shape)])


def _as_factors(what: str, kind: str, asked: Asked) -> Iterator[Function]:
    """The factors of what is made of smaller arrays. Raises MatcalcError where it is not."""
    for d in asked.derivatives(kind=kind):
        found = factors(d.expr)
        if found is None:
            raise MatcalcError("unsupported", f"the {kind} has no factors: {d.text}",
                               hint=f"{kind} gives its entries, and {kind}_operator products with it")
        form, parts = found
        told = form.format(*(f"F{i}" for i in range(1, len(parts) + 1)))
        words = "".join(f"; {words}" for words in meanings(d.expr))
        by = " and ".join(dict.fromkeys(d.by))
        yield Function(asked.name(what, d.by), what,
                       f"The factors of the {kind.capitalize()} {told} of f by {by}, {_sized(d.shape)}{words}",
                       [Answer(part, []) for part in parts], formulas=[d.text], conditions=d.conditions, by=d.by)


def _as_operators(what: str, kind: str, asked: Asked) -> Iterator[Function]:
    """What multiplies by a derivative, for each variable. Raises MatcalcError for what has no symmetric Hessian."""
    if kind == "hessian" and not asked.known.function.is_scalar:
        raise MatcalcError("unsupported", "the hessian of what is no scalar has no operator",
                           hint="hvp gives products with it, jacobian_operator those with the jacobian")
    for of in zip(*(_of(product, asked) for product in PRODUCTS[kind]), strict=True):
        x = of[0].by[-1]
        yield Function(asked.name(what, [x]), what,
                       f"The {kind.capitalize()} of f by {x} as a SciPy LinearOperator: products, no entries",
                       [], formulas=of[0].formulas, conditions=dict.fromkeys(c for f in of for c in f.conditions),
                       by=of[0].by, products=of)


def _together(found: Sequence[Function], what: Sequence[str], asked: Asked) -> Iterator[Function]:
    """Functions that return several answers: what minimisers call, the first one first."""
    for parts, name in TOGETHER.items():
        if set(parts) <= set(what) and (parts[0] == "value" or "value" not in what):
            of = [f for part in parts for f in found if f.what == part]
            names = f"{', '.join(f.name for f in of[:-1])} and {of[-1].name}"
            about = f"{names[0].upper()}{names[1:]}, with what they share computed once"
            yield Function(asked.name(name, ()), name, about,
                           [a for f in of for a in f.answers], parts=of,
                           conditions=dict.fromkeys(c for f in of for c in f.conditions))


def _sized(shape: Shape) -> str:
    return "a number" if shape == ("1", "1") else show(shape)
