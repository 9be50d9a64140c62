"""The pictures of terminals in the manual show what the commands print now."""
from __future__ import annotations

import html
import re

import pytest
from running import DOCS, script

pytest.importorskip("pty")
screens = script(DOCS / "make" / "screens.py")


def words(svg: str) -> list[str]:
    return [html.unescape(text).replace("\xa0", " ") for text in re.findall("<text[^>]*>(.*?)</text>", svg, re.DOTALL)]


@pytest.mark.parametrize("name", screens.SCREENS)
def test_screens_are_up_to_date(name: str) -> None:
    width, line = screens.SCREENS[name]
    stored = (screens.PICTURES / f"screen-{name}.svg").read_text(encoding="utf-8")
    made = screens.picture(line, width, name)
    assert words(made) == words(stored), "run python docs/make/screens.py"
    assert "http" not in made.replace("http://www.w3.org/2000/svg", "")


def test_a_picture_is_the_same_each_time() -> None:
    pictures = {screens.picture("matcalc equal x x", 60, "equal") for _ in range(2)}
    assert len(pictures) == 1
    assert "matcalc equal x x" in "".join(words(pictures.pop()))
