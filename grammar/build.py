"""Writes the parser's tables into the package: a hatchling build hook, and a script (`python grammar/build.py`)."""
from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = "matcalc/syntax/_tables.py"


def write(root: Path = ROOT) -> Path:
    """Build the tables from `grammar/matcalc.lark` and write them; returns where."""
    spec = importlib.util.spec_from_file_location("_generate", root / "matcalc/syntax/generate.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(root / "matcalc/syntax/generate.py")
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    tables = module.generate((root / "grammar/matcalc.lark").read_text(encoding="utf-8"))
    target = root / TARGET
    target.write_text(module.as_module(tables), encoding="utf-8")
    return target


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, without hatchling
    pass
else:
    class TablesHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
        """Writes the tables before every build, editable ones too."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Write the tables and have them packed although git ignores them."""
            write(Path(self.root))
            build_data["artifacts"].append("/" + TARGET)


if __name__ == "__main__":
    print(write())
