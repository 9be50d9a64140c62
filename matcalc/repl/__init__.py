"""A session: declarations, definitions and questions; `respond(state, line)` is all of it but the terminal.

The command `matcalc repl` and the notebook are two ways to type the same lines.
"""
from matcalc.repl.respond import respond
from matcalc.repl.state import State

__all__ = ["State", "respond"]
