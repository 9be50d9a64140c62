"""Modules that are loaded when something of them is first asked for, whoever imports them."""
from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class Postponed(ModuleType):
    """Stands for a module until an attribute is asked for, and then has all that the module has."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)


def postpone(*names: str) -> None:
    """Have these modules loaded when they are used, unless they are loaded already. For a process of its own."""
    for name in names:
        sys.modules.setdefault(name, Postponed(name))
