"""Limits on what is read, so that every answer or refusal comes within seconds."""

SOURCE = 200_000
"""Characters of source text."""
TOKENS = 60_000
"""Tokens of source text."""
DEPTH = 1_000
"""Operations and brackets inside one another."""
WORD = 200
"""Characters of one word."""
DIGITS = 300
"""Digits of a number, and the size of its decimal exponent."""
POWER = 1_000
"""The integer power of a matrix."""
DIMENSION = 400
"""Characters of a dimension: those of Kronecker products grow."""
RUN = 64
"""Operands of a run whose bracketings are searched; a longer one is read conventionally."""
OPEN_RUN = 6
"""Operands of a run with unknown shapes whose bracketings are tried."""
RIVALS = 3
"""Readings of one run and shape that are told apart by value."""
COMBINATIONS = 64
"""Combinations of the readings of an operator's arguments that are tried."""
GUESSES = 24
"""Kinds of undeclared symbols that are tried, when the conventional ones do not fit."""
