"""Words of a session: help, what names mean, and what functions and errors are."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcalc.cli import functions as pages
from matcalc.cli.explain import topics_of
from matcalc.cli.look import Look
from matcalc.diagnostics import MatcalcError
from matcalc.repl.results import Said
from matcalc.repl.state import Mode, Scope
from matcalc.shape import FUNCTION, show

LINES = (
    ("X: m x n", "declare a shape; S: n x n symmetric, x, y: n, λ: scalar"),
    ("f = x'A x", "define; later lines may use f, and f is what it is there and then"),
    ("d f / d x", "derive; also df/dx, ∂f/∂x, ∇_x f, d/dx (x'A x), gradient f x, differential f x"),
    ("d^2 f / d x^2", "derive twice; also hessian f x, ∇²_x f, d²f/(dx dy)"),
    ("g = d f / d x", "give a derivative a name"),
    ("d f/d x = 2 A x", "judge a claim"),
    ("A B == B A", "compare"),
    ("tr(A X)", "an expression alone: how it is read, and its shape"),
)

ABOUT = ("A command shows the last answer once; `:steps on` or `:latex on` has all answers so, until `off`. `:form`, "
         "`:layout` and `:structured` stay as they are set. Greek letters: \\alpha and TAB. Semicolons stand between "
         "statements, # before a remark.")

BESIDE = 24
"""Columns up to which the words on a line stand beside it."""


def help_(commands: Iterable[tuple[str, str]], look: Look) -> str:
    """What can be typed."""
    rows = [*LINES, ("", ""), *commands]
    width = max(len(usage) for usage, _ in rows if len(usage) <= BESIDE)
    out: list[str] = []
    for usage, about in rows:
        is_short = len(usage) <= width
        out += [] if is_short else look.prose(usage, "symbol", lead="  ", indent=2)
        lead = "  " + (look.paint(usage, "symbol") + " " * (width - len(usage)) if is_short else " " * width) + "  "
        out += look.prose(about, "note", lead=lead, indent=width + 4) if about else [""]
    return "\n".join([*out, "", *look.prose(ABOUT, "note")])


def names(scope: Scope) -> Said:
    """What is declared and defined, as it can be typed again, and the mode where it is not the usual."""
    mode = [f":{word} {value}" for word in ("form", "layout", "structured")
            if (value := getattr(scope.mode, word)) != getattr(Mode(), word)]
    mode += [f":{scope.mode.format} on"] * (scope.mode.format != "text") + [":steps on"] * scope.mode.steps
    return Said(lambda look: "\n".join([*lines(scope), *mode]) or "nothing is declared or defined")


def lines(scope: Scope) -> list[str]:
    """The declarations and definitions, a line each."""
    out = []
    for name in scope.declared:
        shape = scope.shapes.get(name)
        words = ([] if shape is None else [_shape(shape)]) + list(scope.assume.get(name, ()))
        out.append(f"{name}: {' '.join(words)}")
    heads = {name: f"({', '.join(arguments)})" for name, arguments in scope.headed.items()}
    return out + [f"{name}{heads.get(name, '')} = {source}" for name, source in scope.definitions.items()]


def _shape(shape: tuple[str, str]) -> str:
    if shape in (FUNCTION, ("1", "1")):
        return "function" if shape == FUNCTION else "scalar"
    return show(shape).replace("×", " x ")


def functions(chosen: Sequence[str]) -> Said:
    """The functions, or all about some. Raises MatcalcError."""
    pages.chosen(chosen)
    return Said(lambda look: pages.as_text(chosen, look))


def explained(scope: Scope, name: str) -> Said:
    """What a name, a function, a sign, a rule or the code of an error is. Raises MatcalcError."""
    if name in scope.names:
        means = [line for line in lines(scope) if line.startswith((f"{name}:", f"{name} =", f"{name}("))]
        return Said(lambda look: "\n".join(means))
    if not name:
        raise MatcalcError("usage", "there is nothing to explain", hint="write ?logdet, or ?shape-mismatch")
    topics_of(name, Look())
    return Said(lambda look: "\n\n".join(topic.text for topic in topics_of(name, look)))
