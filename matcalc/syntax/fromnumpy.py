"""Python code over arrays as an expression: parsed, and never run. What each part means stands in tables."""
from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import combinations
from typing import Any

from matcalc.diagnostics import MatcalcError, Span, fault
from matcalc.shape import Shape
from matcalc.syntax import Reading, concluded, limits, livecode, words
from matcalc.syntax.arraycode import Code
from matcalc.syntax.arraymodules import MODULES, imports, keeps
from matcalc.syntax.atoms import conventional_kind
from matcalc.syntax.context import Context
from matcalc.syntax.declare import Stated
from matcalc.syntax.sources import Source
from matcalc.syntax.tokens import Names

SCALARS = frozenset({"lam", "lmbda", "lambd", "eps", "m", "n", "N"})
"""Names that are numbers unless they are declared: Greek letters as code spells them, and what counts."""


class FromNumpy(Source):
    """Python code: an expression, statements that end in one, or a function."""

    __slots__ = ("numbers", "parameters", "paths", "result", "statements")

    def __init__(self, text: str, paths: Mapping[str, str] | None = None, numbers: Iterable[str] = ()):
        """Parse the code; `paths` are full names of modules and functions, `numbers` names of numbers.

        Raises MatcalcError `syntax`, `unsupported`.
        """
        super().__init__(text)
        self.numbers, self.parameters = set(numbers), set[str]()
        try:
            module = ast.parse(text)
        except (SyntaxError, ValueError) as e:
            raise self._unparsed(e) from None
        except (RecursionError, MemoryError):
            raise MatcalcError("limit", "the code is nested too deeply") from None
        self.paths = {**MODULES, **(paths or {}), **dict(imports(module))}
        self.statements, self.result = self._body(module.body)

    def __repr__(self) -> str:
        """The code, of which the result."""
        return f"<Python code: {ast.unparse(self.result)}>"

    def _unparsed(self, e: Exception) -> MatcalcError:
        message = getattr(e, "msg", str(e))
        line, column = getattr(e, "lineno", 1) or 1, getattr(e, "offset", 1) or 1
        start = sum(len(part) + 1 for part in self.text.split("\n")[:line - 1]) + column - 1
        return fault("syntax", f"this is no Python: {message}", self.text, Span(start, start + 1))

    def _body(self, body: Sequence[ast.stmt], *, returns: bool = False) -> tuple[list[ast.stmt], ast.expr]:
        """The statements before the result, and the result, which a function returns."""
        rest = [s for s in body if not isinstance(s, (ast.Import, ast.ImportFrom, ast.Pass)) and not _is_docstring(s)]
        if len(rest) == 1 and isinstance(rest[0], ast.FunctionDef):
            for decorator in rest[0].decorator_list:
                if not keeps(decorator):
                    raise self._refused(decorator, "a decorator may change the value",
                                        hint="leave it out, if it does not")
            self._takes(rest[0].args)
            return self._body(rest[0].body, returns=True)
        last = rest[-1] if rest else None
        ends = (ast.Return,) if returns else (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign)
        found = last.value if isinstance(last, ends) else None
        if found is None:
            raise MatcalcError("syntax", "the code ends in no value", hint="end it with an expression, or with return")
        if isinstance(found, ast.Lambda) and len(rest) == 1:
            self._takes(found.args)
            found = found.body
        return list(rest[:-1]), found

    def _takes(self, given: ast.arguments) -> None:
        """Keep the parameters, and which are numbers: what is called one, or is one by default."""
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        defaults = [None] * (len(named) - len(given.kwonlyargs) - len(given.defaults)) + [*given.defaults,
                                                                                        *given.kw_defaults]
        for a, default in zip(named, defaults, strict=True):
            self.parameters.add(a.arg)
            if getattr(a.annotation, "id", "") in ("float", "int") or (
                    isinstance(default, ast.Constant) and type(default.value) in (float, int)):
                self.numbers.add(a.arg)

    def _refused(self, node: ast.expr, message: str, hint: str) -> MatcalcError:
        """A refusal that points at a line of the code."""
        start = len("\n".join(self.text.split("\n")[:node.lineno - 1])) + (node.lineno > 1) + node.col_offset
        end = start + len(ast.get_source_segment(self.text, node) or " ")
        return fault("unsupported", message, self.text, Span(start, end), hint=hint)

    def read(self, shapes: Mapping[str, Any] | None, assume: Mapping[str, Sequence[str] | str] | None,
             wrt: Sequence[str], origin: Mapping[str, str] | None) -> Reading:
        """The value of the code; symbols are those names that it gives no value to. Raises MatcalcError."""
        said = Stated(shapes, assume)
        declared, assumed = said.shapes, said.assume

        def attempt(kinds: Mapping[str, str]) -> Reading:
            names = Names({*declared, *assumed, *filter(words.is_symbol, wrt)}, said.sizes, bool(declared))
            ctx = Context(self.text, names, declared, assumed, origin or {}, kinds, wrt)
            root = Code(ctx, self.text, paths).run(self.statements, self.result)
            return concluded(ctx, root, wrt)

        used = self._names(ast.Load)
        paths = {name: self.paths[name] for name in used & self.paths.keys() - declared.keys() - self.parameters}
        counted = used & (SCALARS | self.numbers) - self._names(ast.Store)
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
        loose = sorted(name for name in self._names(ast.Load) - declared.keys() - self.paths.keys() - counted
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
    Raises MatcalcError: `syntax`, `unsupported` for what is more than expressions, assignments and a return, `usage`
    for a function whose source cannot be found.
    """
    if isinstance(code, str):
        return FromNumpy(textwrap.dedent(code).strip("\n"))
    if not callable(code):
        raise MatcalcError("usage", f"code is text, or a function, and this is {type(code).__name__}")
    return FromNumpy(livecode.source(code), *livecode.meanings(code))


def _is_docstring(s: ast.stmt) -> bool:
    return isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant) and isinstance(s.value.value, str)
