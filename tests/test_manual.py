"""What of the manual is written by a script is what the script writes now."""
from __future__ import annotations

import pytest
from running import DOCS, script

COOKBOOK, NETWORKS, REFERENCE = (script(DOCS / "make" / f"{name}.py")
                                 for name in ("cookbook", "networks", "reference"))


@pytest.mark.parametrize("name", COOKBOOK.TITLES)
def test_the_cookbook_has_the_samples_as_they_are_derived_now(name):
    """Run docs/make/cookbook.py where this fails."""
    assert COOKBOOK.page(name) == (DOCS / "cookbook" / f"{name}.md").read_text(encoding="utf-8")


def test_the_cookbook_has_a_page_for_each_file_of_samples():
    samples = {path.stem for path in COOKBOOK.SAMPLES.glob("*.toml")}
    assert set(COOKBOOK.TITLES) == samples - {"refusals"}
    pages = {name: (DOCS / "cookbook" / f"{name}.md").read_text(encoding="utf-8") for name in COOKBOOK.TITLES}
    assert COOKBOOK.index(pages) == (DOCS / "cookbook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NETWORKS.DRAWN)
def test_networks_are_drawn_as_they_reduce_now(name):
    """Run docs/make/networks.py where this fails."""
    file = f"network-{name}.svg"
    assert NETWORKS.picture(*NETWORKS.DRAWN[name]) == (NETWORKS.PICTURES / file).read_text(encoding="utf-8")


def test_the_reference_has_the_docstrings_as_they_are():
    """Run docs/make/reference.py where this fails."""
    assert REFERENCE.page() == REFERENCE.PAGE.read_text(encoding="utf-8")
