"""Notebooks: results as formulas with derivations that fold, `%matcalc`, and cells in the language of sessions."""
from __future__ import annotations

from typing import Any

from matcalc.jupyter.html import bundle

__all__ = ["bundle", "load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext matcalc` does: register the magics."""
    from matcalc.jupyter.magics import register

    register(shell)
