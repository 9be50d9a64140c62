"""Draws the index networks of the manual as SVG: `python docs/make/networks.py`.

An index is a dot, free ones are rings; a matrix is an edge between its two indices, a vector hangs on one. The frames
are the reduction itself, step by step, as `matcalc.forms.network` carries it out.
"""
from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

from matcalc.build import normalize, size
from matcalc.calculus.linear import dependent
from matcalc.expr import Expr
from matcalc.forms.network import Index, Network, nets
from matcalc.present import TEXT
from matcalc.render import write
from matcalc.syntax import read

PICTURES = Path(__file__).resolve().parent.parent / "pictures"
SEED = {"A": "q x a", "B": "a x b", "X": "b x 1", "C": "1 x e", "D": "b x e", "E": "a x e", "F": "e x 1"}
DRAWN = {
    "series-parallel": ("A(B(XC)∘D∘E)F", "X", SEED),
    "bridge": ("diag(A (C∘(D diag(x) E')) B')", "x",
               {"A": "q x a", "B": "q x b", "C": "a x b", "D": "a x k", "E": "b x k", "x": "k x 1"}),
}
"""The pictures: a vector, what it is derived by, and the shapes."""
WIDTH, HEIGHT, MARGIN, LEVEL, BEND = 480, 150, 40, 80, 24
STYLE = """<style>
text { font: 15px ui-serif, Georgia, serif; fill: #222; text-anchor: middle; }
.index { font-style: italic; fill: #777; font-size: 13px; }
.step { font: 13px ui-sans-serif, system-ui, sans-serif; fill: #555; text-anchor: start; }
.edge { stroke: #3f51b5; stroke-width: 1.6; fill: none; }
.hair { stroke: #3f51b5; stroke-width: 1; stroke-dasharray: 2 3; }
.dot { fill: #222; } .free { fill: #fff; stroke: #222; stroke-width: 1.6; }
.paper { fill: #fff; }
</style>"""

Place = tuple[float, float]


def network(source: str, wrt: str, shapes: dict[str, str]) -> Network:
    """The network of the one way from a vector, through matrices, to the variable."""
    f, x = (normalize(read(text, shapes=shapes, wrt=(wrt,)).expr) for text in (source, wrt))
    row, col = Index(size(f)), Index(size(x))
    (factors,) = nets(f, x, {e: e for e in dependent(f, x)}, row, col)
    return Network(factors, row, col)


def ranks(net: Network) -> dict[Index, int]:
    """How far the indices are from the left one; the right one is the farthest."""
    row, col = net.free
    found, todo = {row: 0}, [row]
    for i in todo:
        for pair in net.matrices:
            other = pair[1] if pair[0] is i else pair[0]
            if i in pair and other not in found and other is not col:
                found[other] = found[i] + 1
                todo.append(other)
    return {**found, col: 1 + max(found.values())}


def places(net: Network) -> dict[Index, Place]:
    """Where the indices stand: by their distance from the left, those of one distance above each other."""
    found = ranks(net)
    out: dict[Index, Place] = {}
    for i, rank in found.items():
        level = [j for j in found if found[j] == rank]
        x = MARGIN + rank * (WIDTH - 2 * MARGIN) / max(found.values())
        out[i] = x, HEIGHT / 2 + LEVEL * (level.index(i) - (len(level) - 1) / 2)
    return out


class Frame:
    """One state of a network: indices at their places, what stands between them and hangs on them."""

    def __init__(self, net: Network, where: dict[Index, Place]):
        self.net, self.where = net, where

    def drawn(self, told: str) -> str:
        """The frame as SVG, under a line of words."""
        return "\n".join([_text(12, 18, told, "step"), *self._edges(), *self._vectors(), *self._indices()])

    def _edges(self) -> Iterator[str]:
        for (a, b), several in self.net.matrices.items():
            (x, y), (u, v) = sorted((self.where[a], self.where[b]))
            between = [self.where[i] for i in self.net.inner if x < self.where[i][0] < u]
            passes = any(place[1] == y == v for place in between)
            for n, e in enumerate(several):
                parallel = (len(several) - 1) / 2 - n
                yield from _edge((x, y), (u, v), BEND * (2 * parallel + (1.9 if passes else 0)), shown(e))

    def _vectors(self) -> Iterator[str]:
        for i, several in self.net.vectors.items():
            (x, y), shift = self.where[i], (len(several) - 1) / 2
            for n, e in enumerate(several):
                u, v = x + 44 * (n - shift), y + 42
                yield f'<line class="hair" x1="{x:.0f}" y1="{y:.0f}" x2="{u:.0f}" y2="{v - 14:.0f}"/>'
                yield _text(u, v, shown(e))

    def _indices(self) -> Iterator[str]:
        for i, (x, y) in self.where.items():
            if i in self.net.inner or i in self.net.free:
                kind, down = ("free" if i in self.net.free else "dot"), 20 if y > HEIGHT / 2 else -11
                yield f'<circle class="{kind}" cx="{x:.0f}" cy="{y:.0f}" r="5"/>'
                yield _text(x, y + down, i.dim, "index")


def shown(e: Expr) -> str:
    """A factor as a person would write it."""
    return write(TEXT.shown(e))


def _edge(a: Place, b: Place, bend: float, label: str) -> Iterator[str]:
    """A line from a to b, bent upwards by so much, with its label beside the middle."""
    (x, y), (u, v) = a, b
    length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5
    across, up = (v - y) / length, -abs(u - x) / length  # a unit vector at right angles, upwards
    mx, my = (x + u) / 2 + bend * across, (y + v) / 2 + bend * up
    yield f'<path class="edge" d="M{x:.0f} {y:.0f} Q{mx + bend * across:.0f} {my + bend * up:.0f} {u:.0f} {v:.0f}"/>'
    below = bend < 0 or (bend == 0 and my > HEIGHT / 2 + 2)
    away = -16 if below else 11
    yield _text(mx + (15 if up > -0.2 else away * across), my + (5 if up > -0.2 else 2 + away * up), label)


def _text(x: float, y: float, label: str, kind: str = "") -> str:
    marked = f' class="{kind}"' if kind else ""
    return f'<text{marked} x="{x:.0f}" y="{y:.0f}">{escape(label)}</text>'


def frames(net: Network) -> Iterator[str]:
    """The network as it is given, and after each step."""
    frame = Frame(net, places(net))
    yield frame.drawn("The network")
    while (together := net.step()) is not None:
        side_by_side = "Side by side: " + " ∘ ".join(map(shown, together))
        yield frame.drawn(side_by_side if together else "One after the other: an index is summed")


def picture(source: str, wrt: str, shapes: dict[str, str]) -> str:
    """All frames below each other."""
    drawn = list(frames(network(source, wrt, shapes)))
    height = len(drawn) * HEIGHT + 10
    body = "\n".join(f'<g transform="translate(0 {n * HEIGHT})">\n{g}\n</g>' for n, g in enumerate(drawn))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}">\n{STYLE}\n'
            f'<rect class="paper" width="{WIDTH}" height="{height}"/>\n{body}\n</svg>\n')


def pictures() -> dict[str, str]:
    """Every picture by the name of its file."""
    return {f"network-{name}.svg": picture(*given) for name, given in DRAWN.items()}


if __name__ == "__main__":
    for name, text in pictures().items():
        (PICTURES / name).write_text(text, encoding="utf-8")
        print(PICTURES / name, file=sys.stderr)
