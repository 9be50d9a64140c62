"""Rewrites that take common factors out of sums."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from matcalc.build import T, add, eye, kron, mm, num, scale
from matcalc.expr import Expr
from matcalc.ops.hadamard import factors as hadamard_factors
from matcalc.ops.hadamard import of_powers
from matcalc.ops.sums import ADD
from matcalc.ops.term import Powers, Split, join, scalar_power, split
from matcalc.rewrite import rewrites
from matcalc.rules.expanding import size

MOST_TERMS = 60
"""Sums with more terms are searched for factors of one link only."""


def _terms(e: Expr) -> list[Split]:
    """The terms of a sum taken apart, which it remembers: each of these rewrites asks for them."""
    found: list[Split] | None = e.memo.get("terms")
    if found is None:
        found = e.memo["terms"] = [split(a) for a in e.args]
    return found


def _others(e: Expr, used: Iterable[int]) -> list[Expr]:
    out = set(used)
    return [a for i, a in enumerate(e.args) if i not in out]


Link = tuple[Expr, ...]
Rest = tuple[Fraction, Powers, Link]


def _chains(powers: Powers, body: Expr | None) -> Iterator[tuple[Link, Powers]]:
    """The chains a term can be read as: its product, with a scalar product put back behind a column or before a row."""
    if body is None:
        if len(powers) == 1 and powers[0][1] == 1 and powers[0][0].op.name == "matmul":
            chain = powers[0][0].args
            yield chain, ()
            yield tuple(T(x) for x in reversed(chain)), ()
        return
    chain = body.args if body.op.name == "matmul" else (body,)
    yield chain, powers
    if "1" in body.shape:
        for x, k in powers:
            if k == 1 and x.op.name == "matmul":
                rest = tuple(p for p in powers if p[0] is not x)
                for closed in (x.args, tuple(T(y) for y in reversed(x.args))):
                    yield (chain + closed if body.cols == "1" else closed + chain), rest


def _ends(e: Expr, *, left: bool) -> Iterator[tuple[Link, dict[int, Rest]]]:
    """Ends that two or more terms share, with what is left of each; of those that the same terms share, the longest.

    Some of the terms may be a multiple of the end, or only end in it with a scalar put back: the others come alone too.
    """
    found: dict[Link, dict[int, Rest]] = {}
    proper: dict[Link, dict[int, Rest]] = {}
    terms = _terms(e)
    deepest = 1 if len(terms) > MOST_TERMS else None
    for i, (c, powers, body) in enumerate(terms):
        for chain, rest in _chains(powers, body):
            for k in range(1, (deepest or len(chain)) + 1):
                end, inner = (chain[:k], chain[k:]) if left else (chain[-k:], chain[:-k])
                found.setdefault(end, {})[i] = (c, rest, inner)
                if inner and rest is powers:
                    proper.setdefault(end, {})[i] = (c, rest, inner)
    shared = {end: use for end, use in found.items() if len(use) > 1}
    for end, use in shared.items():
        longer = any(len(more) > len(end) and (more[:len(end)] if left else more[-len(end):]) == end
                     and use.keys() == has.keys() for more, has in shared.items())
        if not longer:
            yield end, use
            if len(alone := proper.get(end, use)) > 1 and alone != use:
                yield end, alone


def _factor_end(e: Expr, *, left: bool) -> Iterator[Expr]:
    for end, use in _ends(e, left=left):
        factor = mm(*end)
        n = factor.cols if left else factor.rows
        rests = [scale(join(c, powers), mm(*inner) if inner else eye(n)) for c, powers, inner in use.values()]
        if len({r.shape for r in rests}) > 1:
            continue
        inside = add(*rests)
        for option in (inside, *_operators_merged(inside)):
            product = mm(factor, option) if left else mm(option, factor)
            if product.shape == e.shape:
                yield add(product, *_others(e, use))


def _operators_merged(e: Expr) -> Iterator[Expr]:
    """diag(v) + diag(w) as diag(v + w), of a multiple of a sum."""
    c, powers, body = split(e)
    if body is not None and body.op is ADD:
        yield from (scale(join(c, powers), new) for new in linear_operator(body))


@rewrites(ADD)
def left_factor(e: Expr) -> Iterator[Expr]:
    """A B + A C = A (B + C)"""
    yield from _factor_end(e, left=True)


@rewrites(ADD)
def right_factor(e: Expr) -> Iterator[Expr]:
    """B A + C A = (B + C) A"""
    yield from _factor_end(e, left=False)


@rewrites(ADD)
def sum_as_factor(e: Expr) -> Iterator[Expr]:
    """A' + B' - C (A' + B') = (eye(n) - C) (A' + B'); exp(A) + B - (exp(A) + B) C = (exp(A) + B) (eye(n) - C)"""
    for i, (c, powers, body) in enumerate(_terms(e)):
        if body is None or body.op.name != "matmul":
            continue
        factors = body.args
        for total, rest, is_left in ((factors[-1], factors[:-1], False), (factors[0], factors[1:], True)):
            if total.op is ADD and total.shape == e.shape and rest[0].rows == rest[-1].cols:
                beside = mm(*rest)
                others = _others(e, [i])
                for sign in (1, -1):
                    left_over = add(*others, scale(num(-sign), total))
                    if size(left_over) <= sum(map(size, others)):  # terms have met
                        factor = add(scale(num(sign), eye(beside.rows)), scale(join(c, powers), beside))
                        yield add(mm(total, factor) if is_left else mm(factor, total), left_over)


@rewrites(ADD)
def scalar_factor(e: Expr) -> Iterator[Expr]:
    """s A + s B = s (A + B) for scalar s; A/s + B/s^2 = (A + B/s)/s for positive s"""
    terms = _terms(e)
    uses: dict[Expr, dict[int, Fraction]] = {}
    for i, (_, powers, _) in enumerate(terms):
        for base, k in powers:
            uses.setdefault(base, {})[i] = k
    for base, use in uses.items():
        groups = [{i: k for i, k in use.items() if k > 0}, {i: k for i, k in use.items() if k < 0}]
        if len(use) > 1:
            groups.append({i: use.get(i, Fraction(0)) for i in range(len(terms))})
        for group in groups:
            if len(group) < 2:
                continue
            for k in {min(group.values()), min(group.values(), key=abs)} - {0}:
                inside = add(*(scale(e.args[i], scalar_power(base, -k)) for i in group))
                yield add(scale(scalar_power(base, k), inside), *_others(e, group))


@rewrites(ADD)
def common_matrix(e: Expr) -> Iterator[Expr]:
    """s A + t A = (s + t) A for scalar s, t"""
    uses: dict[Expr, list[int]] = {}
    for i, (_, _, body) in enumerate(_terms(e)):
        if body is not None:
            uses.setdefault(body, []).append(i)
    for body, group in uses.items():
        if len(group) > 1:
            coefficient = add(*(join(*split(e.args[i])[:2]) for i in group))
            yield add(scale(coefficient, body), *_others(e, group))


@rewrites(ADD)
def hadamard_factor(e: Expr) -> Iterator[Expr]:
    """A∘B + A∘C = A∘(B + C)"""
    uses: dict[Expr, dict[int, Fraction]] = {}
    for i, (_, _, body) in enumerate(_terms(e)):
        if body is not None:
            for base, k in hadamard_factors(body):
                uses.setdefault(base, {})[i] = k
    for base, use in uses.items():
        if len(use) > 1:
            for k in {min(use.values()), max(use.values())}:
                inside = add(*(_divided(e.args[i], base, k) for i in use))
                yield add(_times_power(inside, base, k), *_others(e, use))


def _divided(term: Expr, base: Expr, k: Fraction) -> Expr:
    return _times_power(term, base, -k)


def _times_power(term: Expr, base: Expr, k: Fraction) -> Expr:
    c, powers, body = split(term)
    assert body is not None
    return scale(join(c, powers), of_powers([(body, Fraction(1)), (base, k)]))


def _merge(names: tuple[str, ...], key: Callable[[Expr], object],
           join_: Callable[[list[Expr], Expr], Expr]) -> Callable[[Expr], Iterator[Expr]]:
    """A rewrite of terms whose matrices have one of these operators and agree in `key`."""
    def rule(e: Expr) -> Iterator[Expr]:
        groups: dict[object, list[int]] = {}
        for i, (_, _, body) in enumerate(_terms(e)):
            if body is not None and body.op.name in names:
                groups.setdefault((body.op, key(body)), []).append(i)
        for group in groups.values():
            if len(group) > 1:
                bodies = [(join(c, powers), body) for c, powers, body in (split(e.args[i]) for i in group)]
                first = bodies[0][1]
                assert first is not None
                inside = [scale(s, b.args[0]) for s, b in bodies if b is not None]
                yield add(join_(inside, first), *_others(e, group))
    return rule


@rewrites(ADD)
def linear_operator(e: Expr) -> Iterator[Expr]:
    """diag(v) + diag(w) = diag(v + w); vec(A) + vec(B) = vec(A + B)"""
    yield from _merge(("diag", "vec", "diagpart", "unvec", "blockdot", "blocksum", "vech", "tril",
                       "triu", "halftril"),
                      lambda b: (b.data, b.args[1:], b.args[0].shape),
                      lambda inside, b: b.op.build(add(*inside), *b.args[1:], data=b.data))(e)


@rewrites(ADD)
def kronecker_factor(e: Expr) -> Iterator[Expr]:
    """A ⊗ B + A ⊗ C = A ⊗ (B + C); A ⊗ C + B ⊗ C = (A + B) ⊗ C; u ⊗ X + (u ⊗ x) v' = u ⊗ (X + x v');
    khatri_rao(A, B) + khatri_rao(C, B) = khatri_rao(A + C, B)"""
    yield from _common_kronecker(e)
    if any(body is not None and body.op.name == "kron" for _, _, body in _terms(e)):
        for way in (_into_second, _into_first):
            opened = add(*(_opened(*term, way) for term in _terms(e)))
            if opened is not e and opened.op is ADD:
                yield from _common_kronecker(opened)


def _opened(c: Fraction, powers: Powers, body: Expr | None, way: Callable[[Expr, Expr, Expr], Expr]) -> Expr:
    """A term; the product of a column that is a Kronecker product and a row as a Kronecker product."""
    if body is not None and body.op.name == "matmul" and len(body.args) == 2:
        a, b = body.args
        if a.op.name == "kron" and a.cols == "1":
            first, second = a.args
            body = way(first, second, b)
        elif b.op.name == "kron" and b.rows == "1":
            first, second = map(T, b.args)
            body = T(way(first, second, T(a)))
    return join(c, powers) if body is None else scale(join(c, powers), body)


def _into_second(u: Expr, v: Expr, row: Expr) -> Expr:
    """(u ⊗ v) row = u ⊗ (v row)"""
    return kron(u, mm(v, row))


def _into_first(u: Expr, v: Expr, row: Expr) -> Expr:
    """(u ⊗ v) row = (u row) ⊗ v"""
    return kron(mm(u, row), v)


def _common_kronecker(e: Expr) -> Iterator[Expr]:
    yield from _merge(("kron", "khatri_rao"), lambda b: b.args[1],
                      lambda inside, b: b.op.build(add(*inside), b.args[1]))(e)
    terms = _terms(e)
    uses: dict[tuple[Expr, object], list[int]] = {}
    for i, (_, _, body) in enumerate(terms):
        if body is not None and body.op.name == "kron":
            uses.setdefault((body.args[0], body.args[1].shape), []).append(i)
    for (first, _), group in uses.items():
        if len(group) > 1:
            parts = [scale(join(c, powers), body.args[1])
                     for c, powers, body in (terms[i] for i in group) if body is not None]
            yield add(kron(first, add(*parts)), *_others(e, group))


@rewrites(ADD)
def khatri_rao_factor(e: Expr) -> Iterator[Expr]:
    """khatri_rao(A, B)' + khatri_rao(C, B)' = khatri_rao(A + C, B)'"""
    turned = [i for i, (_, _, body) in enumerate(_terms(e))
              if body is not None and body.op.name == "transpose" and body.args[0].op.name == "khatri_rao"]
    if len(turned) > 1 and (upright := add(*(T(e.args[i]) for i in turned))).op is ADD:
        yield from (add(T(new), *_others(e, turned)) for new in kronecker_factor(upright))
