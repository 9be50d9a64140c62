"""Scalar functions applied to each entry, a line each."""
from matcalc.expr import Notation, Op


def _function(name: str, *, latex: str = "", numpy: str = "") -> Op:
    tex = latex or rf"\operatorname{{{{{name}}}}}\left({{0}}\right)"
    return Op(name, "m,n -> m,n", text=Notation(name + "({0})"), latex=Notation(tex), numpy=Notation(numpy or f"np.{name}({{0}})"))


def _standard(name: str) -> str:
    return rf"\{name}\left({{0}}\right)"


ELEMENTWISE: dict[str, Op] = {op.name: op for op in (
    _function("exp", latex=_standard("exp")),
    _function("log", latex=_standard("log")),
    _function("sin", latex=_standard("sin")),
    _function("cos", latex=_standard("cos")),
    _function("tan", latex=_standard("tan")),
    _function("asin", latex=_standard("arcsin"), numpy="np.arcsin({0})"),
    _function("acos", latex=_standard("arccos"), numpy="np.arccos({0})"),
    _function("atan", latex=_standard("arctan"), numpy="np.arctan({0})"),
    _function("sinh", latex=_standard("sinh")),
    _function("cosh", latex=_standard("cosh")),
    _function("tanh", latex=_standard("tanh")),
    _function("asinh", numpy="np.arcsinh({0})"),
    _function("acosh", numpy="np.arccosh({0})"),
    _function("atanh", numpy="np.arctanh({0})"),
    _function("sqrt", latex=r"\sqrt{{{0}}}"),
    _function("abs", latex=r"\left|{0}\right|"),
    _function("sign"),
    _function("step", numpy="({0:41} > 0).astype(float)"),
    _function("relu", numpy="np.maximum({0}, 0)"),
    _function("sigmoid", latex=r"\sigma\left({0}\right)", numpy="1/(1 + np.exp(-({0})))"),
    _function("softplus", numpy="np.logaddexp(0, {0})"),
    _function("erf"),
)}
