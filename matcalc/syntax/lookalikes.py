"""Characters that look like others: what a word processor or another keyboard puts in their place."""
from __future__ import annotations

_CYRILLIC = dict(zip("АВЕКМНОРСТУХІЅЈаеорсухіѕј", "ABEKMHOPCTYXISJaeopcyxisj", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_FULLWIDTH = {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}

LATIN = {**_CYRILLIC, **_GREEK, **_FULLWIDTH}
"""Letters that look like Latin ones, by themselves."""

PLAIN = {**dict.fromkeys("“”„‟«»", ""), "‚": ",", "、": ",", **dict.fromkeys("‐‑⁃", "-"), "․": "."}
"""Signs that mean nothing here, and what to type instead."""
