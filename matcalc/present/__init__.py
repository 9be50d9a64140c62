"""From the normal form back to what a person would write, and what that costs."""
from matcalc.present.cost import Cost, written_cost
from matcalc.present.show import cost, shown

__all__ = ["Cost", "cost", "shown", "written_cost"]
