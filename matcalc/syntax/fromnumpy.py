"""Python code over arrays as an expression: parsed, and never run. What each part means stands in tables."""
from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence, Set
from itertools import combinations
from typing import Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.shape import FUNCTION, Shape
from matcalc.syntax import Reading, concluded, limits, words
from matcalc.syntax.arraycode import MODULES, Code
from matcalc.syntax.atoms import conventional_kind
from matcalc.syntax.context import Context
from matcalc.syntax.declare import assumption, assumptions, consistent, normalise
from matcalc.syntax.sources import Source
from matcalc.syntax.tokens import Names

SCALARS = frozenset({"lam", "lmbda", "lambd", "eps", "m", "n", "N"})
"""Names that are numbers unless they are declared: Greek letters as code spells them, and what counts."""


class FromNumpy(Source):
    """Python code: an expression, statements that end in one, or a function."""

    __slots__ = ("result", "statements")

    def __init__(self, text: str):
        """Parse the code. Raises MatcalcError `syntax`, `unsupported`."""
        super().__init__(text)
        try:
            module = ast.parse(text)
        except (SyntaxError, ValueError) as e:
            raise self._unparsed(e) from None
        except (RecursionError, MemoryError):
            raise MatcalcError("limit", "the code is nested too deeply") from None
        self.statements, self.result = self._body(module.body)

    def _unparsed(self, e: Exception) -> MatcalcError:
        message = getattr(e, "msg", str(e))
        line, column = getattr(e, "lineno", 1) or 1, getattr(e, "offset", 1) or 1
        start = sum(len(part) + 1 for part in self.text.split("\n")[:line - 1]) + column - 1
        return fault("syntax", f"this is no Python: {message}", self.text, Span(start, start + 1))

    def _body(self, body: Sequence[ast.stmt]) -> tuple[list[ast.stmt], ast.expr]:
        """The statements before the result, and the result."""
        rest = [s for s in body if not isinstance(s, (ast.Import, ast.ImportFrom, ast.Pass)) and not _is_docstring(s)]
        if len(rest) == 1 and isinstance(rest[0], ast.FunctionDef):
            return self._body(rest[0].body)
        if rest and isinstance(rest[-1], ast.Assign) and isinstance(rest[-1].value, ast.Lambda) and len(rest) == 1:
            return [], rest[-1].value.body
        last = rest[-1] if rest else None
        found = last.value if isinstance(last, (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign)) else None
        if found is None:
            raise MatcalcError("syntax", "the code ends in no value", hint="end it with an expression, or with return")
        if isinstance(found, ast.Lambda):
            found = found.body
        return list(rest[:-1]), found

    def read(self, shapes: Mapping[str, Any] | None, assume: Mapping[str, Sequence[str] | str] | None,
             wrt: Sequence[str], origin: Mapping[str, str] | None) -> Reading:
        """The value of the code; symbols are those names that it gives no value to. Raises MatcalcError."""
        given, said = normalise(shapes)
        declared = {name: shape for name, shape in given.items() if shape != FUNCTION}
        assumed = {name: tuple(map(assumption, (*said.get(name, ()), *more)))
                   for name, more in assumptions(assume, said).items()}
        consistent(declared, assumed)
        sizes = {name for shape in declared.values() for dim in shape for name in dims.names(dim)}

        def attempt(kinds: Mapping[str, str]) -> Reading:
            names = Names({*declared, *assumed, *filter(words.is_symbol, wrt)}, sizes, bool(declared))
            ctx = Context(self.text, names, declared, assumed, origin or {}, kinds, wrt)
            root = Code(ctx, self.text).run(self.statements, self.result)
            return concluded(ctx, root, wrt)

        counted = self._names(ast.Load) & SCALARS - self._names(ast.Store)
        try:
            return attempt(dict.fromkeys(counted, "scalar"))
        except MatcalcError as e:
            if e.code != "shape-mismatch":
                raise
            readings = self._others(attempt, declared, counted)
            if len(readings) != 1:
                raise
            return readings[0]

    def _names(self, use: type[ast.expr_context]) -> set[str]:
        """The names that the code uses, or gives a value to."""
        return {n.id for part in (*self.statements, self.result) for n in ast.walk(part)
                if isinstance(n, ast.Name) and isinstance(n.ctx, use)}

    def _others(self, attempt: Callable[[Mapping[str, str]], Reading], declared: Mapping[str, Shape],
                counted: Set[str]) -> list[Reading]:
        """The readings in which undeclared names that would be columns are numbers, as few as can be."""
        loose = sorted(name for name in self._names(ast.Load) - declared.keys() - MODULES - counted
                       if conventional_kind(name) == "vector")
        for count in (1, 2):
            fitting = []
            for names in list(combinations(loose, count))[:limits.GUESSES]:
                try:
                    fitting.append(attempt(dict.fromkeys((*counted, *names), "scalar")))
                except MatcalcError:
                    continue
            if fitting:
                return fitting
        return []


def from_numpy(code: str | Callable[..., Any]) -> Source:
    """Python code over arrays, for `diff` and the others: text, or a function whose source can be found.

    It is parsed and never run. `*` and `/` go entry by entry, `@` is the product; a symbol n×1 is an array of one
    dimension, or a column where both mean the same: `x @ A @ x` is x'A x. Imports are left out, and so are docstrings.
    Raises MatcalcError: `syntax`, `unsupported` for what is more than expressions, assignments and a return.
    """
    if not callable(code):
        return FromNumpy(textwrap.dedent(code).strip("\n"))
    try:
        return FromNumpy(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError):
        raise MatcalcError("usage", f"the source of {getattr(code, '__name__', 'this function')} cannot be found",
                           hint="give its text") from None


def _is_docstring(s: ast.stmt) -> bool:
    return isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str)
