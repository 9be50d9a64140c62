"""SciPy beside NumPy: its stable functions of entries."""
from __future__ import annotations

from matcalc.notation import Notation
from matcalc.render.languages import Noted
from matcalc.render.overlays.numpy import HELPERS
from matcalc.render.overlays.numpy import LANGUAGE as NUMPY
from matcalc.render.reserved import PYTHON
from matcalc.render.target import Target

OVERLAY: dict[str, Noted] = {
    "sigmoid": Notation("scipy.special.expit({0})"), "sigmoid_neg": Notation("scipy.special.expit(-{0:30})"),
    "silu": Notation("{0:20} * scipy.special.expit({0})", 20), "logit": Notation("scipy.special.logit({0})"),
    **{name: Notation(f"scipy.special.{name}({{0}})") for name in ("softmax", "log_softmax", "logsumexp")},
    **{f"{along}_{name}": Notation(f"scipy.special.{name}({{0}}, {axis}{keep})")
       for along, axis in (("col", 0), ("row", 1))
       for name, keep in (("softmax", ""), ("log_softmax", ""), ("logsumexp", ", keepdims=True"))},
}

LANGUAGE = Target("scipy", "numpy", NUMPY.brackets, NUMPY.constant, NUMPY.leaves, title="SciPy", overlay=OVERLAY,
                    spelled=NUMPY.spelled, reserved=PYTHON, helpers=HELPERS, imports=NUMPY.imports)
