"""Modules of functions, in every target: they run, agree with finite differences, and hold nothing they should not."""
import ast

import pytest
from running_code import JULIA, OUTSIDE, loaded

from matcalc import MatcalcError
from matcalc.emit import NAMES, TARGETS, codegen
from matcalc.emit.guard import Unsafe, check
from matcalc.emit.tidy import tidied

PROBLEMS = {
    "logistic regression": ("sum(log(1 + exp(-y∘(X w))))", "w", {"X": "m x n"}, {}),
    "ridge regression": ("‖X w - y‖^2 + l ‖w‖^2", "w", {"X": "m x n", "l": "1 x 1"}, {}),
    "matrix factorisation": ("‖A - U V'‖^2", "U", {"A": "m x n", "U": "m x k", "V": "n x k"}, {}),
    "masked factorisation": ("‖M∘(A - U V')‖^2", "U", {"A": "m x n", "M": "m x n", "U": "m x k", "V": "n x k"}, {}),
    "a log-likelihood": ("y' inv(K) y + log det K", "K", {"y": "n x 1"}, {"K": ["spd"]}),
    "a symmetric variable": ("tr(S A S)", "S", {"A": "n x n"}, {"S": ["symmetric"]}),
    "a scalar variable": ("exp(-t) x' A x", "t", {"A": "n x n", "t": "1 x 1"}, {}),
    "a matrix function": ("A exp(X B)", "X", {"A": "m x n", "X": "n x p", "B": "p x q"}, {}),
    "a column of a column": ("softmax(A x)", "x", {"A": "m x n"}, {}),
    "a row": ("x' A", "x", {"A": "n x m"}, {}),
    "an orthogonal variable": ("tr(Q' A Q B)", "Q", {"A": "n x n", "B": "n x n"}, {"Q": ["orthogonal"]}),
    "a mean": ("mean(log(1 + exp(X w)))", "w", {"X": "m x n"}, {}),
    "a logarithm": ("sum(log(x))", "x", {"x": "n x 1"}, {}),
}
PYTHON = ("numpy", "scipy", "jax", "torch")


def wanted(expr, target):
    """All that a module can hold, but for factors, which not every derivative has."""
    names = [n for n in NAMES if not n.endswith("_factors") and (target in ("numpy", "scipy") or "operator" not in n)]
    is_scalar = expr not in ("A exp(X B)", "softmax(A x)", "x' A", "X a", "max X abs")
    return [n for n in names if is_scalar or n not in ("gradient", "hvp", "hessian", "hessian_operator")]


def need(target):
    module = {"jax": "jax", "torch": "torch"}.get(target)
    if module:
        pytest.importorskip(module)
    if target == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)


@pytest.mark.parametrize("target", PYTHON)
@pytest.mark.parametrize("name", PROBLEMS)
def test_every_function_agrees_with_finite_differences(name, target):
    need(target)
    expr, wrt, shapes, assume = PROBLEMS[name]
    module = codegen(expr, wrt, shapes, assume, target=target, functions=wanted(expr, target), check=True)
    assert loaded(module.source).check() < 1e-6


ALIKE = ("[4.0 1; 1 3], [1.0 2; 0 1], reshape([1.0, 2], 2, 1), reshape([3.0, 1], 2, 1)",
         "[4 1; 1 3], [1 2; 0 1], [1, 2], [3, 1]", "Symmetric([4.0 1; 0 3]), [1 0; 2 1]', [1 2]', 3:-2:1",
         "view([4 1 9; 1 3 9], :, 1:2), LowerTriangular([1 0; 2 1])', [1f0, 2], [3//1, 1]")
"""The same arguments, in several types."""


def test_julia_takes_vectors_integers_and_views(tmp_path):
    import numpy as np

    JULIA.need()
    shapes = {"S": "n x n", "B": "n x n", "c": "n x 1", "d": "n x 1"}
    source = codegen("tr(S^-1 B') + c'S^-1 d + logdet(S)", "S", shapes, {"S": ["spd"]}, target="julia",
                     functions=["gradient"], name="F").source
    lines = [JULIA.show.format(f"F.gradient({arguments})") for arguments in ALIKE]
    first, *others = JULIA.run(["using LinearAlgebra", JULIA.loaded(tmp_path, "F", source), *lines], tmp_path)
    assert all(np.allclose(first, other, rtol=1e-6) for other in others)


def test_a_module_documents_shapes_formula_and_conditions():
    source = codegen("log det X", "X", target="numpy").source
    gradient = next(n for n in ast.parse(source).body if getattr(n, "name", "") == "gradient")
    told = ast.get_docstring(gradient)
    assert "n×n" in told
    assert "X⁻ᵀ" in told
    assert "det X > 0" in ast.get_docstring(ast.parse(source)) or "det(X) > 0" in ast.get_docstring(ast.parse(source))


def test_arguments_are_the_variables_and_then_the_symbols_in_order():
    source = codegen("a' X b", "X", {"X": "m x n"}).source
    gradient = next(n for n in ast.parse(source).body if getattr(n, "name", "") == "gradient")
    assert [a.arg for a in gradient.args.args] == ["X", "a", "b"]


def test_a_size_that_no_array_tells_is_an_argument():
    module = loaded(codegen("n x' x", "x", {"x": "m x 1", "n": "1 x 1"}).source)
    assert module.value.__code__.co_varnames[:module.value.__code__.co_argcount] == ("x", "n")


def test_wrong_shapes_are_refused_with_the_shape_that_is_wanted():
    import numpy as np

    module = loaded(codegen("‖X w - y‖^2", "w", {"X": "m x n"}).source)
    with pytest.raises(AssertionError, match=r"w must be n×1 \(a column\), not \(4, 1\)"):
        module.gradient(np.ones((4, 1)), np.ones((5, 3)), np.ones((5, 1)))


def test_integers_are_taken_as_floats():
    import numpy as np

    module = loaded(codegen("‖X w - y‖^2", "w", {"X": "m x n"}).source)
    w, x, y = np.ones((3, 1), int), np.ones((5, 3), int), np.ones((5, 1), int)
    assert module.gradient(w, x, y).dtype == float
    assert w.sum() == 3


@pytest.mark.parametrize("target", ["numpy", "scipy"])
@pytest.mark.parametrize("name", PROBLEMS)
def test_arguments_are_never_written_over(name, target):
    expr, wrt, shapes, assume = PROBLEMS[name]
    source = codegen(expr, wrt, shapes, assume, target=target, functions=wanted(expr, target), check=True).source
    before = "        if defined_(["
    freeze = "        [a.setflags(write=False) for a in args_ if getattr(a, 'shape', ())]\n"
    assert before in source
    assert loaded(source.replace(before, freeze + before)).check() < 1e-6


@pytest.mark.parametrize("target", TARGETS)
def test_names_that_mean_something_in_the_target_are_safe(target):
    names = {"lambda": "m x n", "end": "n x 1", "np": "m x 1", "β": "1 x 1", "value": "1 x 1", "t1": "1 x 1"}
    expr = "value t1 β ‖lambda end - np‖^2"
    need(target)
    module = codegen(expr, "end", names, target=target, check=True)
    if target in PYTHON:
        assert loaded(module.source).check() < 1e-6


WORDS = {"words": ("sum(log(1 + exp(abs input (open + compile)))) + math", "input",
                   {"abs": "os x __x", "input": "__x x __x", "open": "__x x 1", "compile": "__x x 1", "math": "1 x 1"}),
         "modules": ("sum(log(1 + exp(jax torch))) + np'scipy", "torch",
                     {"jax": "m x n", "torch": "n x 1", "np": "n x 1", "scipy": "n x 1"}),
         "letters that become the same": ("logsumexp(ſ x) + x'x exp(x'x)", "x", {"ſ": "m x n"}),
         "functions": ("sum(lambda(x)) + sum(dlambda∘exp(x))", "x", {"lambda": "function", "dlambda": "n x 1"}),
         "several Greek variables": ("λ'A lambda + lambda'lambda", ["λ", "lambda"],
                                    {"λ": "n x 1", "lambda": "n x 1", "A": "n x n"}),
         "names that meet": ("a_b'c + a'b_c", ["a_b", "c", "a", "b_c"],
                             dict.fromkeys(("a_b", "c", "a", "b_c"), "n x 1"))}


@pytest.mark.parametrize("target", PYTHON)
@pytest.mark.parametrize("name", WORDS)
def test_words_of_the_target_are_written_otherwise(name, target):
    need(target)
    module = codegen(*WORDS[name], target=target, functions=["value", "gradient", "hessian", "hvp"], check=True)
    assert len(set(module.functions)) == len(module.functions)
    assert loaded(module.source).check() < 1e-6


SPREAD = [("rowsum(tan(softmax(X)))", "X", {"X": "m x n"}, "vjp"),
          ("logsumexp(tr(A) ((x ones(1, n)) .* C'))", "C", {"A": "m x m", "x": "m x 1", "C": "n x m"}, "hvp")]


@pytest.mark.parametrize(("expr", "wrt", "shapes", "function"), SPREAD)
def test_sums_of_what_is_multiplied_by_a_spread_column_are_computed(expr, wrt, shapes, function):
    source = codegen(expr, wrt, shapes, functions=["value", function], check=True).source
    assert loaded(source).check() < 1e-6


@pytest.mark.parametrize("source", ["y = a*b+(1 + u)**2-c.T**-1", "y = f(*a, **k)[:m*n]-x.f()**2 + u[0]**n",
                                    "y = -a if -b else \\\n    not -c",
                                    "def f(a, *b, c=-1):\n    return 'a' + f'{a*b:.1e}'  # a*b", "x = \"a*b's\""])
def test_tidied_code_is_the_same_code(source):
    assert ast.dump(ast.parse(tidied(source))) == ast.dump(ast.parse(source))
    assert tidied(tidied(source)) == tidied(source)


def test_tidied_code_is_as_a_formatter_leaves_it():
    source = "y = a*b+(1 + u)**2-c.T**-1 + f('x', n*n)\n"
    assert tidied(source) == 'y = a * b + (1 + u) ** 2 - c.T**-1 + f("x", n * n)\n'


def test_only_what_is_used_is_imported():
    source = codegen("sum(log(1 + exp(jax x)))", "x", {"jax": "m x n"}).source
    assert [line for line in source.splitlines() if line.startswith("import")] == ["import numpy as np"]


def test_a_function_that_there_is_not_is_refused_with_one_that_there_is():
    with pytest.raises(MatcalcError, match="'gradeint'") as e:
        codegen("x'x", "x", functions=["gradeint"])
    assert "gradient" in e.value.hint


def test_no_gradient_of_a_matrix_is_made_and_the_hint_is_for_codegen():
    with pytest.raises(MatcalcError, match="scalar function") as e:
        codegen("A x", "x", functions=["gradient"])
    assert "--with jacobian" in e.value.hint


def test_a_variable_that_is_named_twice_is_one():
    assert codegen("x'x", ["x", "x"], {"x": "n x 1"}).functions == ("value", "gradient", "value_and_gradient")


def test_factors_are_refused_where_there_are_none():
    with pytest.raises(MatcalcError, match="has no factors"):
        codegen("x'A x", "x", functions=["hessian_factors"])


def test_factors_multiply_to_the_hessian():
    import numpy as np

    shapes = {"A": "m x n", "U": "m x k", "V": "n x k"}
    module = loaded(codegen("‖A - U V'‖^2", "U", shapes, functions=["hessian", "hessian_factors"]).source)
    rng = np.random.default_rng(0)
    args = rng.standard_normal((4, 2)), rng.standard_normal((4, 3)), rng.standard_normal((3, 2))
    assert np.allclose(np.kron(module.hessian_factors(*args), np.eye(4)), module.hessian(*args))


def test_a_product_with_a_diagonal_is_given_by_the_diagonal():
    import numpy as np

    module = loaded(codegen("sum(log(1 + exp(X w)))", "w", {"X": "m x n"},
                            functions=["hessian", "hessian_factors"]).source)
    rng = np.random.default_rng(0)
    args = rng.standard_normal((3, 1)), rng.standard_normal((5, 3))
    left, middle, right = module.hessian_factors(*args)
    assert np.allclose(left * middle.T @ right, module.hessian(*args))


def test_what_does_not_depend_on_the_direction_is_computed_once_in_an_operator():
    source = codegen("sum(log(1 + exp(-y∘(X w))))", "w", {"X": "m x n"}, functions=["hessian_operator"]).source
    matvec = source.partition("def matvec")[2]
    assert "exp" not in matvec
    assert "exp" in source.partition("def hessian_operator")[2]


@pytest.mark.parametrize("target", ["jax", "torch"])
def test_a_batch_is_what_single_calls_give(target):
    need(target)
    import numpy as np

    module = loaded(codegen("log(1 + exp(-y x'w))", "w", {"x": "n x 1", "y": "1 x 1"}, target=target,
                            batch=["x", "y"]).source)
    rng = np.random.default_rng(0)
    w, y, x = rng.standard_normal((3, 1)), rng.standard_normal(5), rng.standard_normal((5, 3, 1))
    if target == "torch":
        import torch

        w, y, x = map(torch.as_tensor, (w, y, x))
    got = module.batched_gradient(w, y, x)
    assert np.allclose(np.asarray(got), [np.asarray(module.gradient(w, b, a)) for a, b in zip(x, y, strict=True)])


@pytest.mark.parametrize("target", ["jax", "torch"])
@pytest.mark.parametrize(("expr", "shapes", "want"), [("s a'a", {"a": "n x 1"}, 0), ("s^2 + s", {}, 2),
                                                      ("n s^2 + sum(a)", {"a": "n x 1"}, 6)])
def test_a_constant_is_an_array_of_the_target(expr, shapes, want, target):
    need(target)
    import numpy as np

    module = loaded(codegen(expr, "s", {"s": "1 x 1", **shapes}, target=target, functions=["hessian"],
                            batch=["s"]).source)
    s, a = np.ones(4), np.ones((3, 1))
    if target == "torch":
        import torch

        s, a = map(torch.as_tensor, (s, a))
    given = [a] if shapes else []
    assert module.hessian(s[0], *given).dtype == s.dtype
    assert np.allclose(np.asarray(module.batched_hessian(s, *given)), [want] * 4)


def test_batches_are_refused_where_there_are_none():
    with pytest.raises(MatcalcError, match="no batches in numpy"):
        codegen("x'x", "x", batch=["x"])


@pytest.mark.parametrize("source", ["import os", "eval('1')", "x.__class__", "with a: pass", "class A: pass",
                                    "open('f')"])
def test_the_guard_refuses_what_emitted_code_may_not_hold(source):
    with pytest.raises(Unsafe):
        check(ast.parse(source))


def test_costs_are_polynomials_in_the_sizes():
    module = codegen("‖A - U V'‖^2", "U", {"A": "m x n", "U": "m x k", "V": "n x k"}, functions=["hessian"])
    emitted, *others = module.costs
    assert emitted.form == "as emitted"
    assert "m^2" in emitted.entries
    assert emitted.numbers is None
    assert all(cost.function == "hessian" for cost in others)


def test_sizes_choose_among_the_forms():
    shapes = {"A": "m x n", "U": "m x k", "V": "n x k"}
    module = codegen("‖A - U V'‖^2", "U", shapes, functions=["gradient"], sizes={"m": 1000, "n": 1000, "k": 5})
    emitted, *others = module.costs
    assert all(emitted.numbers <= other.numbers for other in others)


INTEGERS = {"labels": ("sum(log(1 + exp(-y∘(X w))))", "w", {"X": "m x n"}), "a form": ("x'A x / 3", "x", {}),
            "squares": ("sum(sqrt(x∘x + 1))", "x", {"x": "n x 1"}),
            "a mean": ("mean(exp(y∘y∘(X w)))", "w", {"X": "m x n"}),
            "Rayleigh quotients": ("tr(X'A X)/tr(X'X)", "X", {"X": "m x n", "A": "m x m"})}


@pytest.mark.parametrize("target", ["numpy", "scipy"])
@pytest.mark.parametrize("name", INTEGERS)
def test_integers_and_lists_give_what_floats_give(name, target):
    import inspect

    import numpy as np

    expr, wrt, shapes = INTEGERS[name]
    module = loaded(codegen(expr, wrt, shapes, target=target, functions=["value", "gradient", "hessian", "hvp"]).source)
    rng = np.random.default_rng(0)
    sizes = {"X": (4, 3), "y": (4, 1), "A": (4, 4) if "X'A" in expr else (3, 3), "V": (4, 3) if wrt == "X" else (3, 1)}
    for f in (module.value, module.gradient, module.hessian, module.hvp, module.value_gradient_and_hessian):
        args = [rng.integers(-2, 3, sizes.get(n, (3, 1))) for n in inspect.signature(f).parameters]
        want = f(*(a.astype(float) for a in args))
        for got in (f(*args), f(*(a.tolist() for a in args))):
            pairs = zip(got, want, strict=True) if isinstance(got, tuple) else [(got, want)]
            assert all(np.allclose(a, b) for a, b in pairs)


def test_a_module_in_julia_keeps_its_name():
    assert "\nmodule RidgeRegression\n" in codegen("x'x", "x", target="julia", name="RidgeRegression").source
    assert "\nmodule RidgeRegression\n" in codegen("x'x", "x", target="julia", name="ridge_regression").source


@pytest.mark.parametrize("name", ["end", "value", "1-2", "λ", "a b"])
def test_a_name_that_the_language_does_not_take_is_refused(name):
    with pytest.raises(MatcalcError, match="cannot be called"):
        codegen("x'x", "x", target="matlab", name=name)
    assert codegen("x'x", "x", target="numpy", name=name).source


HIDING = {"matlab": ["sum", "det", "plot", "end"], "julia": ["matrix", "Linear_Algebra", "I"],
          "numpy": ["numpy", "random"], "jax": ["jax"], "torch": ["torch", "math"]}


@pytest.mark.parametrize(("target", "name"), [(target, name) for target in HIDING for name in HIDING[target]])
def test_a_name_that_would_hide_another_is_refused_with_one_that_would_not(target, name):
    with pytest.raises(MatcalcError, match="would hide") as e:
        codegen("x'x", "x", target=target, name=name)
    instead = e.value.hint.split()[-1]
    assert codegen("x'x", "x", target=target, name=instead).source


def test_a_number_of_pythons_is_as_good_as_one_of_numpys():
    module = loaded(codegen("relu(s) + exp(s)", "s", {"s": "1 x 1"}).source)
    assert module.gradient(1.0) == pytest.approx(1 + 2.718281828459045)


CLASHES = {"a dimension like a symbol": ("sum(sin(n*B))", "n", {"B": "n x k", "n": "1 x 1"}),
           "a dimension with an index": ("X a", "X", {"X": "n₁ x k", "a": "k x 1"}),
           "names of functions": ("max X abs", "X", {"X": "lambda x k", "max": "1 x 1", "abs": "k x 1"}),
           "an unknown function": ("g(x)'x", "x", {"x": "n x 1", "g": "function"})}


@pytest.mark.parametrize("target", ["numpy", "torch"])
@pytest.mark.parametrize("name", CLASHES)
def test_names_that_clash_are_told_apart(name, target):
    need(target)
    assert loaded(codegen(*CLASHES[name], target=target, check=True).source).check() < 1e-6


@pytest.mark.parametrize(("expr", "wrt", "arguments"), [("a'x", "x", 2), ("tr(A'X)", "X", 2), ("tr(A X)", "X", 2)])
def test_results_are_arrays_of_their_own(expr, wrt, arguments):
    import numpy as np

    module = loaded(codegen(expr, wrt).source)
    args = [np.arange(4.0).reshape((2, 2) if wrt == "X" else (4, 1)) for _ in range(arguments)]
    gradient = module.gradient(*args)
    assert not any(np.shares_memory(gradient, a) for a in args)


@pytest.mark.parametrize(("expr", "copied"), [("tr(A'X)", "copy(A)"), ("tr(A X)", "copy(A')")])
def test_results_in_julia_are_arrays_of_their_own(expr, copied):
    assert f"return {copied}\n" in codegen(expr, "X", target="julia").source


def test_a_hessian_of_a_matrix_has_no_operator():
    with pytest.raises(MatcalcError, match="no scalar") as e:
        codegen("sin(x)", "x", {"x": "n x 1"}, functions=["hessian_operator"])
    assert "hvp" in e.value.hint


SIZED = {"a size that is only a number": ("tr(s*eye(n))", "s", {"s": "1 x 1"}),
         "a size that is an argument": ("x'commutation(m, n) x", "x", {"x": "m*n x 1"}),
         "a size from a sum": ("a'X b", "X", {"X": "m + n x n", "b": "n x 1"}),
         "half of a square": ("x'D x", "x", {"x": "n*(n+1)/2 x 1", "D": "n*(n+1)/2 x n*(n+1)/2"})}


FACTORED = {
    "a matrix and its transpose": ("tr(A^-1 B') + tr(A'^-1 C B') + c'A^-1 d + d'A'^-1 B c", "A",
                                   {**dict.fromkeys("ABC", "n x n"), **dict.fromkeys("cd", "n x 1")}, {}),
    "one that is positive definite": ("tr(S^-1 B') + c'S^-1 d + logdet(S)", "S",
                                      {"B": "n x n", "c": "n x 1", "d": "n x 1"}, {"S": ["spd"]}),
    "one that is triangular": ("tr(L^-1 B') + c'L'^-1 d + logdet(L)", "L",
                               {"L": "n x n", "B": "n x n", "c": "n x 1", "d": "n x 1"}, {"L": ["lower_triangular"]}),
    "an eigenvalue": ("lmax(S) + x'S x", "S", {"S": "n x n", "x": "n x 1"}, {"S": ["symmetric"]}),
    "identities": ("tr((A - I)^-1) + tr((3 I - A)(A + 2 I)/5) + tr(A∘I) + s tr(I A)", "A",
                   {"A": "n x n", "s": "1 x 1"}, {}),
    "a root of a product": ("tr(sqrtm(A X A'))", "X", {"A": "n x n"}, {"X": ["spd"]}),
    "words": ("begin' function begin + let (im x)'x + det e'e + tr(size)", "begin",
              {"begin": "n x 1", "function": "n x n", "let": "1 x 1", "im": "n x n", "x": "n x 1", "det": "1 x 1",
               "e": "n x 1", "size": "n x n"}, {}),
    "Greek and hats": ("α x̂'Σ x̂ + log det Σ + ϕ'x̂ + ℓ + x₁'x̂", "x̂",
                       {"α": "1 x 1", "x̂": "n x 1", "ϕ": "n x 1", "ℓ": "1 x 1", "x₁": "n x 1"}, {"Σ": ["spd"]}),
}


DOMAINS = {"above 1": ("sum(acosh(x))", "x", {}), "above a number": ("sum(log(x - 2))", "x", {"x": "n x 1"}),
           "an outer logarithm": ("sum(log(log(x)))", "x", {}), "negative": ("sum(log(-x))", "x", {"x": "n x 1"}),
           "long": ("sqrt(x'x - 10)", "x", {}), "real where the norm hides it": ("norm(log(x))", "x", {"x": "n x 1"}),
           "singular values": ("smax(log(X))", "X", {"X": "n x n"}),
           "of three kinds": ("sum(log(x)) + sum(log(-y)) + sum(acosh(z))", "x", dict.fromkeys("xyz", "n x 1"))}
"""Functions of arguments that few draws fit."""


@pytest.mark.parametrize("target", PYTHON)
@pytest.mark.parametrize("name", DOMAINS)
def test_the_self_test_finds_where_a_function_is_defined(name, target):
    need(target)
    expr, wrt, shapes = DOMAINS[name]
    assert loaded(codegen(expr, wrt, shapes, target=target, check=True).source).check() < 1e-6


@pytest.mark.parametrize("target", ["numpy", "torch"])
def test_a_self_test_that_finds_no_arguments_says_so(target):
    need(target)
    source = codegen("sum(log(x))", "x", {"x": "n x 1"}, target=target, check=True).source
    with pytest.raises(ValueError, match="nothing is tested"):
        loaded(source.replace(".log(", ".log(-1e9 + 0 * ")).check()


def test_the_self_test_leaves_numpys_warnings_as_they_are():
    import numpy as np

    before = np.geterr()
    loaded(codegen("sum(log(x))", "x", {"x": "n x 1"}, check=True).source).check()
    assert np.geterr() == before


@pytest.mark.parametrize("target", OUTSIDE)
def test_modules_of_other_languages_agree_with_finite_differences(target, tmp_path):
    outside = OUTSIDE[target]
    outside.need()
    lines = []
    problems = PROBLEMS | FACTORED
    problems |= {name: (*case, {}) for name, case in (CLASHES | SIZED | WORDS | DOMAINS).items()}
    for number, (expr, wrt, shapes, assume) in enumerate(problems.values()):
        module = codegen(expr, wrt, shapes, assume, target=target, functions=wanted(expr, target), check=True,
                         name=f"F{number}")
        lines += [outside.loaded(tmp_path, f"F{number}", module.source), outside.called(f"F{number}", "check", [])]
    errors = outside.run(lines, tmp_path)
    assert [name for name, error in zip(problems, errors, strict=True) if not error < 1e-6] == []


@pytest.mark.parametrize("target", ["numpy", "torch"])
@pytest.mark.parametrize("name", SIZED)
def test_sizes_come_from_arrays_or_are_arguments(name, target):
    need(target)
    names = ["value", "gradient", "hessian", *(["hessian_operator"] if target == "numpy" else [])]
    assert loaded(codegen(*SIZED[name], target=target, functions=names, check=True).source).check() < 1e-6


def test_a_size_that_an_array_tells_is_no_argument():
    source = codegen("a'X b", "X", {"X": "m + n x n", "b": "n x 1"}).source
    assert "def value(X, a, b):" in source


@pytest.mark.parametrize("sizes", [{"q": 5}, {"n": 0}, {"n": 2.5}, {"n": "a"}])
def test_sizes_that_mean_nothing_are_refused(sizes):
    with pytest.raises(MatcalcError):
        codegen("x'x", "x", {"x": "n x 1"}, sizes=sizes)


@pytest.mark.parametrize("name", ["value_and_gradient", "gradient", "hessian", "hvp"])
def test_the_self_test_catches_a_wrong_result(name):
    source = codegen("sum(exp(x∘x))", "x", {"x": "n x 1"}, functions=["value", "gradient", "hessian", "hvp"],
                     check=True).source
    mutant = (f"right = {name}\n\n\ndef {name}(*args):\n    out = right(*args)\n    return tuple(1.01 * o for o in out)"
              " if isinstance(out, tuple) else 1.01 * out\n\n\n")
    wrong = source.replace("@np.errstate", mutant + "@np.errstate")
    assert loaded(source).check() < 1e-6
    assert loaded(wrong).check() > 1e-4


def test_constant_results_have_the_type_of_the_arguments():
    torch = pytest.importorskip("torch")
    module = loaded(codegen("a'x", "x", {"x": "n x 1"}, target="torch", functions=["hessian"]).source)
    assert module.hessian(torch.ones(2, 1), torch.ones(2, 1)).dtype == torch.float32


def test_a_trace_shares_its_product_with_the_gradient():
    source = codegen("tr(X'A X)", "X", {"X": "n x k"}, {"A": ["symmetric"]}, functions=["value", "gradient"]).source
    assert source.partition("def value_and_gradient")[2].count("@") == 1


def test_operators_by_several_variables():
    shapes = {"A": "n x n", "x": "n x 1", "y": "n x 1"}
    module = loaded(codegen("x'A y + sum(exp(x∘y))", ["x", "y"], shapes, functions=["hessian_operator"],
                            check=True).source)
    assert module.check() < 1e-6


def test_one_function_may_be_given_as_a_word_and_is_judged_as_such():
    assert "def hessian(" in codegen("x'x", "x", functions="hessian").source
    with pytest.raises(MatcalcError, match="SciPy's"):
        codegen("x'x", "x", functions="hessian_operator", target="jax")
