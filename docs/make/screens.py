"""Shows what the command line prints as pictures of a terminal, SVG: `python docs/make/screens.py [NAME]...`.

The commands run in a pseudo-terminal, so that what is shown is what people see; Rich makes the picture of it. `picture`
is what other pages call: a line for the shell in, SVG out, the same for the same output.
"""
from __future__ import annotations

import fcntl
import io
import os
import pty
import shlex
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
SCREENS: dict[str, tuple[int, str]] = {
    "answer": (84, """matcalc diff "‖A x - b‖^2 + λ ‖x‖_1" --wrt x"""),
    "several": (84, """matcalc diff "‖V tanh(W x + c) - y‖^2" --wrt V,W,c"""),
    "steps": (112, """matcalc diff "A(B(XC)∘D∘E)F" --wrt X --shapes samples/seed-scalar.toml --steps"""),
    "pretty": (84, """matcalc diff "sqrt(x'A x)/(1 + x'x)^2" --wrt x --format pretty"""),
    "tree": (84, """matcalc shapes "A(B(XC)∘D∘E)F" --tree --shapes samples/seed-scalar.toml"""),
    "error": (84, """matcalc diff "A B x" --wrt x -d "A: m x n; B: m x n" """),
    "verify": (84, """matcalc verify "log det X" "X^-1" --wrt X"""),
    "functions": (84, """matcalc functions logdet"""),
    "narrow": (48, """matcalc diff "‖A x - b‖ + x'C x" --wrt x --steps"""),
}
"""By name: the columns of the terminal, and the line for the shell."""

COLORS = [(40, 42, 54), (190, 50, 60), (35, 130, 70), (170, 110, 20), (50, 90, 180), (140, 60, 160), (10, 120, 140),
          (90, 90, 95)]
THEME = TerminalTheme((255, 255, 255), (40, 42, 54), COLORS)
"""Colours that can be read on the white of a page, and on paper."""

PAGE = """<svg class="screen" viewBox="0 0 {width} {height}" width="{width}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", "Fira Code", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-ligatures: none; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect fill="#fff" stroke="#d0d0d8" x="0.5" y="0.5" width="{terminal_width}" height="{terminal_height}" rx="6"/>
<g transform="translate(9, 9)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""No fonts from elsewhere, and no window round it."""


def shown(line: str, width: int) -> str:
    """What a terminal of this width shows for a line of the shell that begins with `matcalc`, colours included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    settings = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONUTF8": "1"}
    out = b""
    with subprocess.Popen([sys.executable, "-m", *shlex.split(line)], stdin=theirs, stdout=theirs, stderr=theirs,
                          cwd=ROOT, env=settings):
        os.close(theirs)
        while got := _read(ours):
            out += got
    os.close(ours)
    return out.decode().replace("\r\n", "\n")


def _read(stream: int) -> bytes:
    """What there is to read; nothing where the other end is closed."""
    try:
        return os.read(stream, 65536)
    except OSError:
        return b""


def picture(line: str, width: int, name: str) -> str:
    """An SVG of the line and of what it shows; the name makes the ids in it its own."""
    console = Console(record=True, width=width, file=io.StringIO(), color_system="standard", force_terminal=True)
    console.print(Text.assemble(("$ ", "dim"), line.strip()), soft_wrap=False, highlight=False)
    console.print(Text.from_ansi(shown(line, width)), highlight=False)
    return console.export_svg(title="", theme=THEME, code_format=PAGE, unique_id=f"screen-{name}")


def main(names: list[str]) -> None:
    """Write the pictures of these names, or all."""
    for name in names or SCREENS:
        width, line = SCREENS[name]
        (PICTURES / f"screen-{name}.svg").write_text(picture(line, width, name), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
