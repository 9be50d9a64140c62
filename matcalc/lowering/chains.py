"""The order in which the factors of a product meet: that of least work, for diagonal factors, inverses and sums too."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from matcalc.expr import OPS, Expr
from matcalc.lowering import work
from matcalc.lowering.pieces import SUMS, Run, factors_of, inner, inverted, spread, turned_sum, turns
from matcalc.lowering.scalars import flip
from matcalc.lowering.systems import Systems
from matcalc.ops.arrays import SPREAD_MUL
from matcalc.properties import nonnegative

LONGEST = 64
"""Longer products are multiplied from the end that is a vector."""
LONGEST_RUN = 48
Costs = dict[tuple[int, int], int]
Cuts = dict[tuple[int, int], int]


class Chains:
    """Products of one program: what is built once is there for all.

    counts  how many products hold a run of factors: its work is shared among them
    lazy    whether a factor that is a sum may be multiplied out
    arrays  what stands for a factor that is a sum, where it is needed as an array
    live    what the program made before this one holds: it costs nothing more
    runs    the products that were asked for
    """

    __slots__ = ("arrays", "built", "counts", "flipped", "lazy", "live", "runs", "sizes", "systems")

    def __init__(self, systems: Systems, counts: Mapping[Run, int], live: AbstractSet[Expr], *, lazy: bool):
        self.systems, self.sizes, self.counts, self.live, self.lazy = systems, systems.sizes, counts, live, lazy
        self.built: dict[Run, Expr] = {}
        self.arrays: dict[Expr, Expr] = {}
        self.runs: dict[Run, None] = {}
        self.flipped: dict[Expr, Expr] = {}

    def turned(self, f: Expr) -> Expr:
        """The transpose of a factor, the same where it is symmetric."""
        found = self.flipped.get(f)
        if found is None:
            found = f if f.op.name == "diag" or self.systems.lowering.symmetric(f) else flip(f)
            self.flipped[f] = found
        return found

    def mirror(self, run: Sequence[Expr]) -> Run:
        """The factors of the transposed product."""
        return tuple(map(self.turned, reversed(run)))

    def product(self, factors: Sequence[Expr]) -> Expr:
        """The product as array code."""
        run = self._halved(tuple(factors))
        self.runs[run] = None
        half = len(run) // 2
        if len(run) % 2 and half and run[0].rows == run[-1].cols == "1" and self.mirror(run) == run:
            return inner(self._built(run[half + 1:]), self._built(run[half:]))
        return self._built(run)

    def trace(self, factors: Run) -> Expr:
        """tr(A B …) as an inner product, cut in two where that takes least work; or the trace of a solution."""
        n, ring = len(factors), factors * 2
        cost, cuts = self._cuts(ring, n)
        options = [(cost[i, j] + cost[j, i + n] + self._passing(ring[i], ring[j - 1]), i, j)
                   for i in range(n) for j in range(i + 1, i + n) if j <= n]
        sides = self._sides(ring)
        whole = [(min(self._join(ring, i, j, i + n, sides, cost) for j in range(i + 1, i + n)) + work.CALL, i, i + n)
                 for i in range(n)]
        least = min(option[0] for option in (*options, *whole))
        _, i, j = min((option for option in (*options, *whole) if option[0] == least),
                      key=lambda option: self._turns(ring, option[1], option[2], n))
        if j - i == n:
            return OPS["tr"](self._made(ring, i, j, cuts))
        left, right = self._built(self.mirror(ring[i:j])), self._built(ring[j:i + n])
        return inner(left, right)

    def _turns(self, ring: Run, i: int, j: int, n: int) -> int:
        """How many factors are transposed where a trace is cut in two."""
        return turns(self.mirror(ring[i:j])) + turns(ring[j:i + n])

    def _passing(self, first: Expr, last: Expr) -> int:
        return work.CALL + work.ENTRY // 2 * self.sizes(first.rows) * self.sizes(last.cols)

    def counted(self) -> dict[Run, int]:
        """The runs of factors that stand in several products."""
        found: dict[Run, int] = {}
        for run in self.runs:
            back, n, seen = self.mirror(run), len(run), set[Run]()
            for i in range(n):
                for k in range(i + 2, min(n, i + LONGEST_RUN) + 1):
                    part, other = run[i:k], back[n - k:n - i]
                    if part not in seen and other not in seen:
                        seen.add(part)
                        key = other if other in found else part
                        found[key] = found.get(key, 0) + 1
        return {run: count for run, count in found.items() if count > 1}

    def _halved(self, run: Run) -> Run:
        """A' Diag(v) A as the product of Diag(v)^½ A with its transpose, where v ≥ 0 and that takes less work."""
        middle, half, n = run[len(run) // 2], len(run) // 2, len(run)
        if n % 2 == 0 or n > LONGEST or middle.op.name != "diag" or run[0].rows == "1" or self.mirror(run) != run:
            return run
        if not nonnegative(self.systems.lowering.normal(middle.args[0])):
            return run
        root = OPS["diag"](self.systems.lowering.make("sqrt", middle.args[0]))
        halves = (*run[:half], root, root, *run[half + 1:])
        extra = work.elementwise(self.sizes(middle.rows))
        return halves if self._cuts(halves, n + 1)[0][0, n + 1] + extra < self._cuts(run, n)[0][0, n] else run

    # ---- building
    def _built(self, run: Run) -> Expr:
        """A run, made once; a row is made as the column that it is the transpose of."""
        if len(run) == 1:
            return self._alone(run[0])
        found = self.built.get(run)
        if found is None:
            back = self.mirror(run)
            if back in self.built or (run[0].rows == "1" != run[-1].cols):
                found = flip(self._built(back))
            else:
                cuts = self._cuts(run, len(run))[1] if len(run) <= LONGEST else {}
                found = self._made(run, 0, len(run), cuts)
            self.built[run] = found
        return found

    def _made(self, run: Run, i: int, k: int, cuts: Cuts) -> Expr:
        part = run[i:k]
        if k - i == 1:
            return self._alone(part[0])
        found = self.built.get(part)
        if found is not None:
            return found
        back = self.mirror(part)
        if back in self.built:
            return flip(self.built[back])
        if part[0].rows == "1" != part[-1].cols:
            found = flip(self._built(back))
        else:
            j = cuts.get((i, k), i + 1 if run[-1].cols == "1" else k - 1)
            found = self._joined(run, i, j, k, cuts)
        self.built[part] = found
        return found

    def _joined(self, run: Run, i: int, j: int, k: int, cuts: Cuts) -> Expr:
        first, last = run[i], run[k - 1]
        if j - i == 1 and first.op.name == "diag":
            return spread(first.args[0], self._made(run, j, k, cuts))
        if k - j == 1 and last.op.name == "diag":
            return spread(flip(last.args[0]), self._made(run, i, j, cuts))
        if j - i == 1 and (system := self._system(first)) is not None:
            return self.systems.solved(system[0], self._made(run, j, k, cuts), turned=system[1])
        if k - j == 1 and (system := self._system(last)) is not None:
            left = flip(self._made(run, i, j, cuts))
            return flip(self.systems.solved(system[0], left, turned=not system[1]))
        if self.lazy and j - i == 1 and first.op.name in SUMS:
            return self._applied(first, self._made(run, j, k, cuts))
        if 2 * j == i + k and run[i:j] == self.mirror(run[j:k]) and turns(run[i:j]) > turns(run[j:k]):
            self._made(run, j, k, cuts)
        left, right = self._made(run, i, j, cuts), self._made(run, j, k, cuts)
        if left.cols == "1" and right.rows == "1":
            return SPREAD_MUL(left, right)
        if left.rows == right.cols == "1":
            return inner(flip(left), right)
        return OPS["matmul"](left, right)

    def _applied(self, total: Expr, right: Expr) -> Expr:
        """(A + B) C = A C + B C"""
        if total.op.name == "transpose":
            return self._spread_over(turned_sum(total.args[0]), right)
        return self._spread_over(total, right)

    def _spread_over(self, total: Expr, right: Expr) -> Expr:
        if total.op.name in ("add", "sub"):
            return total.op(*(self._spread_over(a, right) for a in total.args))
        if total.op.name in ("neg", "scale", "div"):
            i = int(total.op.name == "scale")
            return total.op(*total.args[:i], self._spread_over(total.args[i], right), *total.args[i + 1:])
        if total.op.name == "eye":
            return right
        return self._built((*factors_of(total), right))

    def _alone(self, f: Expr) -> Expr:
        system = inverted(f)
        if system is None:
            return self.arrays.get(f, f)
        inverse = self.systems.inverse(system[0])
        return flip(inverse) if system[1] and not self.systems.lowering.symmetric(system[0]) else inverse

    def _system(self, f: Expr) -> tuple[Expr, bool] | None:
        """The matrix of a system that a factor solves, and whether it is transposed."""
        found = inverted(f)
        return None if found is None or self.systems.mode(found[0]) == "inv" else found

    # ---- work
    def _cuts(self, run: Run, longest: int) -> tuple[Costs, Cuts]:
        """The work of each part of a run, and where to cut it last (Cormen et al., ch. 15.2)."""
        n = len(run)
        sides = self._sides(run)
        cost = {(i, i + 1): self._leaf(run[i]) for i in range(n)}
        cuts: Cuts = {}
        for width in range(2, longest + 1):
            for i in range(n - width + 1):
                k = i + width
                first = 1 if run[k - 1].cols == "1" else -1
                best, cut = min((self._join(run, i, j, k, sides, cost), first * j) for j in range(i + 1, k))
                part = run[i:k]
                back = self.mirror(part)
                if self.built.get(part) in self.live or self.built.get(back) in self.live:
                    best = 0
                cost[i, k], cuts[i, k] = best // self.counts.get(part, self.counts.get(back, 1)), first * cut
        return cost, cuts

    def _sides(self, run: Run) -> list[int]:
        return [self.sizes(run[0].rows), *(self.sizes(f.cols) for f in run)]

    def _leaf(self, f: Expr) -> int:
        """What it costs to have a factor as an array."""
        if f.op.name == "diag":
            return work.elementwise(self.sizes.entries(f))
        if (system := self._system(f)) is not None:
            return self.systems.cost(system[0], self.sizes(f.rows))
        return self._dense(f) if self.lazy and f.op.name in SUMS else 0

    def _dense(self, total: Expr) -> int:
        return work.work([self.arrays.get(total, total)], self.sizes)

    def _join(self, run: Run, i: int, j: int, k: int, sides: Sequence[int], cost: Costs) -> int:
        left, right = cost[i, j], cost[j, k]
        one, other = j - i == 1, k - j == 1
        if one and run[i].op.name == "diag":
            return right + work.elementwise(sides[j] * sides[k])
        if other and run[k - 1].op.name == "diag":
            return left + work.elementwise(sides[i] * sides[j])
        if one and (system := self._system(run[i])) is not None:
            return right + self.systems.cost(system[0], sides[k])
        if other and (system := self._system(run[k - 1])) is not None:
            return left + self.systems.cost(system[0], sides[i])
        if self.lazy and one and run[i].op.name in SUMS:
            return right + self._applying(run[i], sides[k])
        own = work.product(sides[i], sides[j], sides[k])
        if sides[j] == 1:
            own = work.elementwise(sides[i] * sides[k])
        if 2 * j == i + k and sides[j] > 1 and run[i:j] == self.mirror(run[j:k]):
            return right + work.mirrored(sides[i], sides[j])
        return left + right + own

    def _applying(self, total: Expr, cols: int) -> int:
        """The work of a sum applied to an array of so many columns, term by term."""
        if total.op.name == "transpose":
            total = turned_sum(total.args[0])
        if total.op.name in ("add", "sub"):
            passes = work.elementwise(self.sizes(total.rows) * cols) * (len(total.args) - 1)
            return passes + sum(self._applying(a, cols) for a in total.args)
        if total.op.name in ("neg", "scale", "div"):
            return self._applying(total.args[total.op.name == "scale"], cols)
        if total.op.name == "eye":
            return 0
        return sum(work.product(self.sizes(f.rows), self.sizes(f.cols), cols) for f in factors_of(total))
