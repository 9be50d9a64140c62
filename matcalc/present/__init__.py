"""From the normal form back to what a person would write, and what that costs."""
from matcalc.present.answer import Answer, answer, easiest
from matcalc.present.code import code
from matcalc.present.cost import Cost
from matcalc.present.view import CODE, TEXT

__all__ = ["CODE", "TEXT", "Answer", "Cost", "answer", "code", "easiest"]
