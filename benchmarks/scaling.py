"""How the time of a gradient, and its length, grow with the size of the problem: `python benchmarks/scaling.py`.

Behind the time and the characters of the answer stands how much they grew since the row before over how much the
problem did: 1 where they are linear in it.
"""
import gc
import statistics
import time

import matcalc


def trace(n: int) -> str:
    """tr(A0 X A1 X …), X in n places."""
    return "tr(" + " X ".join(f"A{i}" for i in range(n)) + " X)"


FAMILIES = {
    "sum of squares": lambda n: (" + ".join(f"(a{i}'x)^2" for i in range(n)),
                                 {"x": "n x 1", **{f"a{i}": "n x 1" for i in range(n)}}),
    "layers": lambda n: ("norm2(" + "W relu(" * n + "x" + ")" * n + ")^2", {"W": "n x n", "x": "n x 1"}),
    "product of scalars": lambda n: (" ".join(f"(a{i}'x)" for i in range(n)),
                                     {"x": "n x 1", **{f"a{i}": "n x 1" for i in range(n)}}),
    "trace of a product": lambda n: (trace(n), dict.fromkeys(("X", *(f"A{i}" for i in range(n))), "n x n")),
    "trace of a rectangular product": lambda n: (trace(n), {"X": "p x q", **{f"A{i}": "q x p" for i in range(n)}}),
}
SIZES = {"sum of squares": (50, 100, 200, 400), "layers": (4, 8, 16, 32), "product of scalars": (10, 20, 40, 80),
         "trace of a product": (5, 10, 20, 50, 100), "trace of a rectangular product": (5, 10, 20, 50, 100)}
ROUNDS = 5


def measured(expr: str, wrt: str, shapes: dict[str, str]) -> tuple[float, int]:
    """The median time of one derivative, certificate and text included, and the length of the text."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()  # what was derived before is not remembered
        start = time.process_time()
        text = matcalc.diff(expr, wrt, shapes).text
        times.append(time.process_time() - start)
    return statistics.median(times), len(text)


def main() -> None:
    """Print a table."""
    measured("x'x", "x", {"x": "n x 1"})  # modules are loaded
    for family, problem in FAMILIES.items():
        before = None
        for n in SIZES[family]:
            expr, shapes = problem(n)
            took, length = measured(expr, "X" if "X" in shapes else "x", shapes)
            row = f"{family:30} {n:4} {took * 1000:8.1f} ms {length:6} characters"
            if before is not None:
                more = n / before[0]
                row += f"{took / before[1] / more:8.1f} {length / before[2] / more:5.1f}"
            print(row)
            before = n, took, length


if __name__ == "__main__":
    main()
