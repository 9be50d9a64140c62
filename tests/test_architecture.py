"""The structure of the package: imports point one way, modules are short, and every table is complete."""
import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from every import LEAVES

import matcalc
from matcalc import api
from matcalc.certify.laws import LAWS, NUMERIC_ONLY, VALUELESS
from matcalc.certify.numeric import NUMERIC
from matcalc.expr import OPS, Op
from matcalc.ops import FUNCTIONS
from matcalc.ops.arrays import ARRAYS
from matcalc.ops.placed import CODE_ONLY
from matcalc.ops.routines import ROUTINES
from matcalc.render.languages import LANGUAGES

ROOT = Path(matcalc.__file__).parent
MODULES = sorted(p for p in ROOT.rglob("*.py"))

LAYERS = ("", "styles", "polynomials", "dims", "notation", "shape", "expr", "properties", "triangularity", "build",
          "ops", "diagnostics", "jsontext", "journal", "render", "present", "lowering", "rewrite", "rules", "sharing",
          "idioms", "calculus", "forms", "facts", "conditions", "certify", "numbers", "derive", "kinds", "structured",
          "answers", "titles", "programs", "syntax", "certificates", "steps", "wraps", "derivative", "api", "records",
          "emit", "abouts", "catalogue", "explanations", "rulebook", "glossary", "judge", "batch", "cli", "repl",
          "jupyter", "postponed", "__main__")
"""What may be imported stands before who imports it; the empty name is the package itself."""

LAZY = {"numpy", "sympy", "rich", "tomllib", "lark", "xml", "unicodedata", "importlib", "types", "zlib",
        "prompt_toolkit", "readline", "atexit", "IPython"}
"""What may be imported inside a function: what is heavy, or needed seldom."""

LAZY_INSIDE = ("matcalc.cli", "matcalc.syntax.latex", "matcalc.syntax.tables", "matcalc.__main__",
               "matcalc.certify.certificate", "matcalc.derivative", "matcalc.glossary",
               "matcalc.answers", "matcalc.jupyter", "matcalc.syntax.sources")
"""Where the package's own modules may be: a command loads what it uses, and few answers need numbers or words."""

LONGEST, LONGEST_FUNCTION = 300, 40
"""Lines; of a function without its docstring."""
GENERATED = {"_tables.py"}
NORMAL_ONLY = {"term", "hadpow"}
ANSWER_ONLY = {"einsum", "svdsum", "differential"}
"""Operators of forms on request, which no rule ever meets."""
NOTATION_ONLY = {*ARRAYS, *ROUTINES, *CODE_ONLY}
"""Operators of array code, which people never see."""


def name_of(path: Path) -> str:
    return ".".join(("matcalc", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def imports(path: Path, *, inside: bool) -> Iterator[str]:
    """The modules imported inside functions, or else outside of them; those for type checkers are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_checkers = [n for n in ast.walk(tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.unparse(n.test)]
    skipped = {n for block in for_checkers for n in ast.walk(block)}
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    nested = {n for f in ast.walk(tree) if isinstance(f, functions) for n in ast.walk(f)}
    for n in ast.walk(tree):
        if n in skipped or (n in nested) != inside:
            continue
        if isinstance(n, ast.Import):
            yield from (alias.name for alias in n.names)
        elif isinstance(n, ast.ImportFrom) and n.module:
            submodules = [f"{n.module}.{a.name}" for a in n.names if n.module == "matcalc"]
            yield from (m if is_module(m) else n.module for m in submodules or [n.module])


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split(".")[1:])
    return path.is_dir() or path.with_suffix(".py").exists()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path):
    here = layer_of(name_of(path))
    assert here in LAYERS, f"{here} has no layer"
    for module in imports(path, inside=False):
        if module.partition(".")[0] == "matcalc" and layer_of(module) != here:
            assert LAYERS.index(layer_of(module)) < LAYERS.index(here), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_import_stands_inside_a_function_except_heavy_ones(path):
    for module in imports(path, inside=True):
        own = module.partition(".")[0] == "matcalc" and name_of(path).startswith(LAZY_INSIDE)
        assert own or module.partition(".")[0] in LAZY, f"{name_of(path)} imports {module} inside a function"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_packages_are_loaded_when_needed(path):
    loaded = {module.partition(".")[0] for module in imports(path, inside=False)}
    assert not loaded & {"numpy", "sympy", "rich"}


@pytest.mark.parametrize("path", [p for p in MODULES if p.name not in GENERATED], ids=name_of)
def test_modules_are_short_and_say_what_they_are(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGEST
    assert ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", [p for p in MODULES if p.name not in GENERATED], ids=name_of)
def test_functions_are_short(path):
    for f in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(f, ast.FunctionDef):
            told = len((ast.get_docstring(f, clean=False) or "").splitlines())
            assert f.end_lineno - f.lineno - told < LONGEST_FUNCTION, f.name


@pytest.mark.parametrize("op", OPS.values(), ids=repr)
def test_every_operator_is_written_in_every_language(op):
    if op.name not in NORMAL_ONLY | NOTATION_ONLY:
        assert not [language.name for language in LANGUAGES.values()
                    if getattr(op, language.field) is None and op.name not in language.leaves]


@pytest.mark.parametrize("op", OPS.values(), ids=repr)
def test_every_operator_has_a_law_and_a_value(op):
    if op.name not in NOTATION_ONLY | VALUELESS:
        assert op.name in NUMERIC or op.name in ANSWER_ONLY
        assert op.name in LAWS or op.name in NUMERIC_ONLY or op.name in ANSWER_ONLY


def survives(op: Op) -> bool:
    """Whether the normal form may hold the operator."""
    return op.normal is None or op.name in (
        "term", "hadpow", "matmul", "add", "transpose", "kron", "khatri_rao", "diag", "diagpart", "vec", "unvec",
        "blockdot", "blocksum")


@pytest.mark.parametrize("op", [op for op in OPS.values() if survives(op)], ids=repr)
def test_every_operator_of_the_normal_form_has_a_calculus_rule(op):
    if op.name not in LEAVES | ANSWER_ONLY | NOTATION_ONLY:
        assert op.differential is not None or op.transpose is not None


@pytest.mark.parametrize("op", OPS.values(), ids=repr)
def test_a_transpose_rule_comes_with_a_matrix_rule(op):
    """Without one, the matrix of a linear operator would be looked for in its own differential, without end."""
    if op.transpose is not None and op.differential is None:
        assert op.matrix is not None


@pytest.mark.parametrize("op", OPS.values(), ids=repr)
def test_an_operator_with_a_formula_cites_it(op):
    nonlinear = op.differential is not None and op.name not in NORMAL_ONLY | {"add"}
    assert op.source or not nonlinear


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_stands_for_operators(name):
    assert FUNCTIONS[name]
    assert all(OPS[op.name] is op for op in FUNCTIONS[name])


def test_everything_public_says_what_it_does():
    for name in matcalc.__all__:
        assert getattr(matcalc, name).__doc__, name
    assert api.diff.__doc__
