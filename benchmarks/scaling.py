"""How the time of a gradient grows with the size of the problem: `python benchmarks/scaling.py`.

Each row doubles the problem; the last column is the time over that of the row before, 2 where the cost is linear.
"""
import time

import matcalc

FAMILIES = {
    "sum of squares": lambda n: (" + ".join(f"(a{i}'x)^2" for i in range(n)),
                                 {"x": "n x 1", **{f"a{i}": "n x 1" for i in range(n)}}),
    "layers": lambda n: ("norm2(" + "W relu(" * n + "x" + ")" * n + ")^2", {"W": "n x n", "x": "n x 1"}),
    "trace of a product": lambda n: ("tr(" + " X ".join(f"A{i}" for i in range(n)) + " X)",
                                     dict.fromkeys(("X", *(f"A{i}" for i in range(n))), "n x n")),
}
SIZES = {"sum of squares": (50, 100, 200, 400), "layers": (4, 8, 16, 32), "trace of a product": (5, 10, 20, 40)}


def seconds(expr: str, wrt: str, shapes: dict[str, str]) -> float:
    """The time of one derivative, certificate included."""
    start = time.perf_counter()
    matcalc.diff(expr, wrt, shapes)
    return time.perf_counter() - start


def main() -> None:
    """Print a table."""
    for family, problem in FAMILIES.items():
        before = None
        for n in SIZES[family]:
            expr, shapes = problem(n)
            took = seconds(expr, "X" if "X" in shapes else "x", shapes)
            growth = "" if before is None else f"{took / before:6.1f}"
            print(f"{family:20} {n:4} {took * 1000:8.1f} ms {growth}")
            before = took


if __name__ == "__main__":
    main()
