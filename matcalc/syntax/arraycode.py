"""Statements and expressions of Python over arrays, as what they mean: nothing is run."""
from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from matcalc import dims
from matcalc.diagnostics import MatcalcError, did_you_mean, fault
from matcalc.dims import Dim
from matcalc.ops.leaves import DIM
from matcalc.shape import SCALAR
from matcalc.syntax import limits
from matcalc.syntax.arraycalls import CALLS, METHODS, OPTIONS
from matcalc.syntax.arraymodules import path, refused
from matcalc.syntax.arrayvalues import Arrays, Value
from matcalc.syntax.arraywords import kind
from matcalc.syntax.atoms import exact, symbol
from matcalc.syntax.context import Context
from matcalc.syntax.declare import is_name
from matcalc.syntax.tree import Tree
from matcalc.syntax.typed import Typed, leaf
from matcalc.syntax.unrolled import Steps, unrolled


class Code:
    """One attempt at reading: `env` holds the values of names, `paths` full names of modules and functions."""

    def __init__(self, ctx: Context, text: str, paths: Mapping[str, str]):
        self.ctx: Context = ctx
        self.paths = dict(paths)
        self.arrays: Arrays = Arrays(ctx)
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.env: dict[str, Value] = {}
        self.sizes: set[str] = set(ctx.names.dims)

    # ---- places
    def at(self, node: ast.AST) -> Tree:
        """Where a node stands; Python counts columns in bytes."""
        def place(line: int, column: int) -> int:
            return self.starts[line - 1] + len(self.lines[line - 1].encode()[:column].decode(errors="ignore"))
        where: Any = node
        return Tree("code", place(where.lineno, where.col_offset), place(where.end_lineno, where.end_col_offset))

    def fault(self, at: Tree | ast.AST, message: str, hint: str | None = None) -> MatcalcError:
        """A refusal that points at the code."""
        tree = at if isinstance(at, Tree) else self.at(at)
        return fault("unsupported", message, self.ctx.source, tree.span, hint=hint)

    # ---- statements
    def run(self, statements: Sequence[ast.stmt], result: ast.expr) -> Typed:
        """The value of the result after the statements. Raises MatcalcError."""
        for s in statements:
            if isinstance(s, ast.Assign):
                for target in s.targets:
                    self._assign(target, s.value)
            elif isinstance(s, ast.AnnAssign) and s.value is not None:
                self._assign(s.target, s.value)
            elif isinstance(s, ast.AugAssign):
                self._assign(s.target, ast.copy_location(ast.BinOp(
                    ast.copy_location(ast.Name(getattr(s.target, "id", ""), ast.Load()), s.target), s.op, s.value), s))
            else:
                raise self.fault(s, f"{kind(s)} are not read: assignments and a result are")
        return self.arrays.settled(self.value(result))

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._bind(target.id, self.value(value))
            return
        names = [t.id for t in target.elts if isinstance(t, ast.Name)] if isinstance(target, ast.Tuple) else []
        if isinstance(value, ast.Tuple) and isinstance(target, ast.Tuple) and (
                len(names) == len(target.elts) == len(value.elts)):
            for name, found in zip(names, list(map(self.value, value.elts)), strict=True):
                self._bind(name, found)
            return
        if len(names) != 2:
            raise self.fault(target, "a value is given to a name here, or to two")
        if isinstance(value, ast.Attribute) and value.attr == "shape":
            for axis, name in enumerate(names):
                self._bind(name, self._size_of(value.value, axis, value))
        elif (of := self._of_slogdet(value)) is not None:
            a = self.value(of)
            self._bind(names[1], Value(self.arrays.apply("logdet", self.at(value), a.typed)))
        else:
            raise self.fault(value, "this is not two values here", hint="A.shape and np.linalg.slogdet(A) are")

    def _bind(self, name: str, value: Value) -> None:
        self.env[name] = value
        self.paths.pop(name, None)

    def _of_slogdet(self, node: ast.expr) -> ast.expr | None:
        """The A of np.linalg.slogdet(A)."""
        called = isinstance(node, ast.Call) and len(node.args) == 1 and self.name_of(node.func) == (None, "slogdet")
        return node.args[0] if called and isinstance(node, ast.Call) else None

    # ---- expressions
    def value(self, node: ast.expr) -> Value:
        """The value of an expression. Raises MatcalcError."""
        return unrolled(self.steps, node)

    def steps(self, node: ast.expr) -> Steps[Value]:
        """The value of one node, after its parts."""
        at = self.at(node)
        match node:
            case ast.Constant(value=int() | float() as n) if not isinstance(n, bool):
                if isinstance(n, int) and n.bit_length() <= 4 * limits.DIGITS:
                    return self.arrays.number(n, at)
                text = ast.get_source_segment(self.ctx.source, node) or repr(n)
                return Value(exact(self.ctx, text.replace("_", ""), at))
            case ast.Name(id=name):
                return self._name(name, at)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=inner):
                a: Value = yield inner
                return self.arrays.entries("neg", a, at) if isinstance(sign, ast.USub) else a
            case ast.BinOp(left=left, op=op, right=right) if type(op) in BINARY:
                a = yield left
                b: Value = yield right
                return BINARY[type(op)](self.arrays, a, b, at)
            case ast.Attribute(value=ast.Name(id=module), attr="pi" | "e" as constant) if module in self.paths:
                pi = leaf("const", "pi", SCALAR, at)
                return Value(pi if constant == "pi" else self.arrays.apply("exp", at, self.arrays.number(1, at).typed))
            case ast.Attribute(value=inner, attr="T" | "mT" | "H"):
                a = yield inner
                return self.arrays.transposed(a, at)
            case ast.Subscript():
                return (yield from self._subscript(node, at))
            case ast.Call():
                return (yield from self._call(node, at))
        raise self.fault(at, f"{kind(node)} are not read")

    def _name(self, name: str, at: Tree) -> Value:
        if name in self.env:
            v = self.env[name]
            return Value(v.typed.at(at), v.axes, turned=v.turned)
        if name in self.sizes and name not in self.ctx.shapes:
            return Value(leaf("dim", name, SCALAR, at))
        if not is_name(name) or name in self.paths:
            raise self.fault(at, f"{name} cannot be the name of a symbol here", hint="give it another name")
        return self.arrays.value(symbol(self.ctx, name).at(at))

    def _subscript(self, node: ast.Subscript, at: Tree) -> Steps[Value]:
        """A.shape[0], slogdet(A)[1], x[:, None], x[None, :], A[0, 1], x[0]."""
        index = node.slice
        if isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            return self._size_of(node.value.value, self.integer(index) or 0, node)
        if (of := self._of_slogdet(node.value)) is not None and self.integer(index) == 1:
            inner: Value = yield of
            return Value(self.arrays.apply("logdet", at, inner.typed))
        a: Value = yield node.value
        parts = [ast.unparse(p) for p in index.elts] if isinstance(index, ast.Tuple) else [ast.unparse(index)]
        parts = ["None" if p.endswith("newaxis") else p for p in parts]
        if parts in ([":", "None"], ["None", ":"]) and self.arrays.is_line(a):
            column = a.typed.at(at)
            return Value(column if parts[0] == ":" else self.arrays.apply("transpose", at, column), 2)
        if all(p.isdecimal() for p in parts) and len(parts) == (1 if self.arrays.is_line(a) else 2):
            return Value(self._entry(a.typed, [int(p) for p in parts], at))
        raise self.fault(at, "this part of an array has no name here", hint="A[0, 1], x[0], x[:, None] and A.shape[0] "
                                                                          "are read")

    def _entry(self, a: Typed, indices: Sequence[int], at: Tree) -> Typed:
        """eᵢᵀ A eⱼ"""
        out, shape = a, self.ctx.shape(a)
        if any(size.isdecimal() and i >= int(size) for i, size in zip((indices[0], indices[-1]), shape, strict=True)
               if size != "1"):
            raise self.fault(at, f"an index is beyond {self.ctx.show(shape)}", hint="indices begin with 0")
        if shape[0] != "1":
            unit = leaf("unit", (indices[0] + 1, shape[0]), (shape[0], "1"), at)
            out = self.arrays.apply("matmul", at, self.arrays.apply("transpose", at, unit), out)
        if shape[1] != "1":
            out = self.arrays.apply("matmul", at, out, leaf("unit", (indices[-1] + 1, shape[1]), (shape[1], "1"), at))
        return out

    def _call(self, node: ast.Call, at: Tree) -> Steps[Value]:
        owner, name = self.name_of(node.func)
        if name in ("eye", "identity", "ones", "zeros") and owner is None:
            return self._made(node, name, at)
        if name == "len" and owner is None and len(node.args) == 1:
            return self._size_of(node.args[0], 0, node)
        if name == "reshape":
            return (yield from self._reshaped(node, owner, at))
        return (yield from self._applied(node, owner, name, at))

    def _reshaped(self, node: ast.Call, owner: ast.expr | None, at: Tree) -> Steps[Value]:
        """x.reshape(-1, 1), x.reshape(1, -1), x.reshape(-1)."""
        given = [ast.unparse(p) for a in node.args for p in (a.elts if isinstance(a, ast.Tuple) else [a])]
        if owner is not None and given in (["-1", "1"], ["1", "-1"], ["-1"]):
            line: Value = yield owner
            if self.arrays.is_line(line):
                column = line.typed.at(at)
                row = given[0] == "1"
                return Value(self.arrays.apply("transpose", at, column) if row else column, len(given))
        raise self.fault(at, "reshape is read of vectors, to columns and rows")

    def _applied(self, node: ast.Call, owner: ast.expr | None, name: str, at: Tree) -> Steps[Value]:
        """A function of CALLS. Raises MatcalcError."""
        is_torch = name == "norm" or any(p.startswith("torch") for p in self.paths.values())
        full = path(node.func, self.paths) if owner is None else f"torch.{name}" if is_torch else name
        if (why := refused(full)) is not None:
            raise self.fault(node.func, *why)
        name = full if full in CALLS else name
        if name not in CALLS or (owner is not None and name not in METHODS):
            raise self.fault(node.func, f"{name or 'this'} is no function that is read",
                             hint=did_you_mean(name, CALLS) if name and name not in CALLS else None)
        count, call = CALLS[name]
        given_args = [*([owner] if owner is not None else []), *node.args]
        keywords = {k.arg or "**": k.value for k in node.keywords}
        options = OPTIONS.get(name, ())
        keywords |= dict(zip(options, given_args[count:], strict=False))
        if len(given_args) < count or len(given_args) > count + len(options) or not set(keywords) <= set(options):
            what = "one array" if count == 1 else f"{count} arrays"
            raise fault("wrong-arguments", f"{name.removeprefix('builtins.')} is read with {what}"
                        + (f", {', '.join(options)}" if options else ""), self.ctx.source, at.span)
        args: list[Value] = []
        for given_arg in given_args[:count]:
            args.append((yield given_arg))
        return call(self, at, args, keywords)

    def name_of(self, f: ast.expr) -> tuple[ast.expr | None, str]:
        """What a method is called of, or None for a function of a module, and the name."""
        if full := path(f, self.paths):
            return None, full.rpartition(".")[2]
        return (f.value, f.attr) if isinstance(f, ast.Attribute) else (None, "")

    # ---- sizes
    def _size_of(self, node: ast.expr, axis: int, at: ast.expr) -> Value:
        a = self.value(node)
        if axis not in (0, 1, -1, -2) or (self.arrays.is_line(a) and axis in (1, -2)):
            raise self.fault(at, f"there is no axis {axis} here")
        size = self.ctx.shape(a.typed)[0 if self.arrays.is_line(a) else axis]
        where = self.at(at)
        return self.arrays.number(int(size), where) if size.isdecimal() else Value(Typed(
            DIM, (), size, SCALAR, where.start, where.end))

    def _made(self, node: ast.Call, name: str, at: Tree) -> Value:
        """np.eye(n), np.ones((m, n)), np.zeros(n)."""
        given = [p for a in node.args for p in (a.elts if isinstance(a, ast.Tuple) else [a])]
        if not 1 <= len(given) <= 2 or node.keywords:
            raise self.fault(at, f"{name} takes sizes here")
        found = [self._dim(p) for p in given]
        if name in ("eye", "identity"):
            return Value(leaf("eye", found[0], (found[0], found[0]), at), 2)
        shape = (found[0], found[1] if len(found) == 2 else "1")
        return Value(leaf(name, shape, shape, at), len(found))

    def _dim(self, node: ast.expr) -> Dim:
        """A size. Raises MatcalcError."""
        if isinstance(node, ast.Name) and node.id not in self.env and node.id not in self.ctx.symbols:
            self.sizes.add(node.id)
            return node.id
        v = self.value(node).typed
        if v.op.name == "dim":
            return str(v.data)
        if v.op.name == "num" and v.data.denominator == 1 and v.data > 0:
            return str(v.data)
        if v.op.name in _SIZES:
            parts = [self._known(a) for a in v.args]
            if all(parts):
                return _SIZES[v.op.name](*parts)
        raise self.fault(node, "this is no size")

    def _known(self, v: Typed) -> Dim:
        return str(v.data) if v.op.name in ("dim", "num") else ""

    # ---- options
    def integer(self, node: ast.expr | None) -> int | None:
        """A whole number as written, or None where there is none. Raises MatcalcError."""
        if node is None or (isinstance(node, ast.Constant) and node.value is None):
            return None
        sign, inner = (-1, node.operand) if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else (
            1, node)
        if isinstance(inner, ast.Constant) and type(inner.value) is int:
            return sign * inner.value
        raise self.fault(node, "this must be a number as written")

    def truth(self, node: ast.expr | None) -> bool:
        """True or False as written. Raises MatcalcError."""
        if node is None:
            return False
        if isinstance(node, ast.Constant) and isinstance(node.value, bool):
            return node.value
        raise self.fault(node, "this must be True or False")


_SIZES: dict[str, Callable[..., Dim]] = {"add": dims.add, "sub": lambda a, b: dims.add(a, b, -1), "scale": dims.mul}

BINARY: dict[type[ast.operator], Callable[[Arrays, Value, Value, Tree], Value]] = {
    ast.Add: lambda c, a, b, at: c.combined("add", a, b, at), ast.Sub: lambda c, a, b, at: c.combined("sub", a, b, at),
    ast.Mult: Arrays.multiplied, ast.Div: Arrays.divided, ast.MatMult: Arrays.product, ast.Pow: Arrays.raised,
}
"""Operators between two arrays."""
