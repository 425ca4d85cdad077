"""A regular expression as an automaton: states, steps by a character, and epsilon steps that characters beside them allow."""

from __future__ import annotations

import re
import re._constants as op
import re._parser as parser
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

MOST_REPEATS_AS_COPIES = 3
LONG_REPEAT = 100
"""A bounded repeat of more than so many rounds is looked at as one without a bound."""
LONG_FOR_EXPONENTIAL = 10
BEGIN = "<begin>"
SAMPLES = "aZ0 \n\t_é.я٣-\u00a0\u2028!@/'\"<>\x00\U0001f600"


@dataclass
class Automaton:
    alphabet: frozenset[str]
    flags: int
    epsilon: dict[int, list[tuple[int, frozenset[str], frozenset[str]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    step: dict[int, tuple[frozenset[str], int]] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    doubtful: set[tuple[int, int]] = field(default_factory=set)
    """Steps past an assertion that is taken as passed but may fail."""
    size: int = 0

    def merge_alike(self) -> None:
        """Leave one character of all those that no part of the pattern tells apart."""
        ways = [way for each in self.epsilon.values() for way in each]
        sets = {taken for taken, _ in self.step.values()} | {
            side for _, before, after in ways for side in (before, after)
        }
        alike: dict[tuple[bool, ...], str] = {}
        for sign in sorted(self.alphabet, key=lambda s: (not s.isprintable(), s)):
            alike.setdefault(tuple(sign in each for each in sets), sign)
        self.alphabet = frozenset(alike.values())
        left = self.alphabet | {BEGIN}
        self.step = {state: (taken & left, other) for state, (taken, other) in self.step.items()}
        self.epsilon = defaultdict(
            list,
            {a: [(b, before & left, after & left) for b, before, after in ways] for a, ways in self.epsilon.items()},
        )

    def new(self) -> int:
        self.size += 1
        return self.size

    def link(self, a: int, b: int, before: frozenset[str] | None = None, after: frozenset[str] | None = None) -> None:
        everything = self.alphabet | {BEGIN}
        self.epsilon[a].append((b, everything if before is None else before, everything if after is None else after))


def alphabet_of(tree: Any) -> frozenset[str]:
    """One character of every kind that the pattern can tell apart, and some more."""
    signs = set(SAMPLES)

    def collect(node: Any) -> None:
        if isinstance(node, parser.SubPattern):
            for each in node:
                collect(each)
        elif isinstance(node, tuple) and len(node) == 2 and node[0] in (op.LITERAL, op.NOT_LITERAL):
            signs.add(chr(node[1]))
        elif isinstance(node, tuple) and len(node) == 2 and node[0] is op.RANGE:
            low, high = node[1]
            signs.update(map(chr, {low, high, (low + high) // 2, max(low - 1, 0), min(high + 1, 0x10FFFF)}))
        elif isinstance(node, tuple | list):
            for each in node:
                collect(each)

    collect(tree)
    return frozenset(signs | {sign.lower() for sign in signs if len(sign.lower()) == 1})


def _matching(item: Any, alphabet: frozenset[str], flags: int) -> frozenset[str]:
    """The characters of the alphabet that one step of the pattern takes."""
    kind, value = item
    fold = (lambda sign: sign.lower()) if flags & re.IGNORECASE else (lambda sign: sign)
    if kind is op.LITERAL:
        return frozenset(sign for sign in alphabet if fold(sign) == fold(chr(value)))
    if kind is op.NOT_LITERAL:
        return frozenset(sign for sign in alphabet if fold(sign) != fold(chr(value)))
    if kind is op.ANY:
        return alphabet if flags & re.DOTALL else alphabet - {"\n"}
    if kind is op.CATEGORY:
        return _category(value, alphabet, bool(flags & re.ASCII))
    if kind is op.RANGE:
        low, high = value
        near = (lambda s: {s, s.lower(), s.upper()}) if flags & re.IGNORECASE else (lambda s: {s})
        return frozenset(s for s in alphabet if any(len(x) == 1 and low <= ord(x) <= high for x in near(s)))
    if kind is op.IN:
        members, negated = value, False
        if members and members[0][0] is op.NEGATE:
            members, negated = members[1:], True
        union = frozenset().union(*(_matching(each, alphabet, flags) for each in members))
        return alphabet - union if negated else union
    raise NotImplementedError(str(kind))


CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s", op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _category(value: Any, alphabet: frozenset[str], is_ascii: bool) -> frozenset[str]:
    pattern = re.compile(CATEGORIES[value], re.ASCII if is_ascii else 0)
    return frozenset(sign for sign in alphabet if pattern.fullmatch(sign))


def build(auto: Automaton, tree: Any, at: int, loops_from: int, flags: int) -> int:
    """Add the parts of ``tree`` one after the other from state ``at``; the state after them."""
    for item in tree:
        at = _part(auto, item, at, loops_from, flags)
    return at


def _part(auto: Automaton, item: Any, at: int, loops_from: int, flags: int) -> int:
    kind, value = item
    after = auto.new()
    if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN):
        inner = auto.new()
        auto.link(at, inner)
        auto.step[inner] = (_matching(item, auto.alphabet, flags), after)
    elif kind is op.SUBPATTERN:
        _group, add, remove, body = value
        auto.link(build(auto, body, at, loops_from, (flags | add) & ~remove), after)
    elif kind is op.ATOMIC_GROUP:
        auto.link(build(auto, value, at, loops_from, flags), after)
    elif kind is op.BRANCH:
        for body in value[1]:
            begin = auto.new()
            auto.link(at, begin)
            auto.link(build(auto, body, begin, loops_from, flags), after)
    elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        _repeat(auto, kind, value, at, after, loops_from, flags)
    elif kind is op.AT:
        _anchor(auto, value, at, after, flags)
    elif kind in (op.ASSERT, op.ASSERT_NOT):
        _look_around(auto, kind, value, at, after, loops_from, flags)
    elif kind is op.GROUPREF_EXISTS:
        _group, yes, no = value
        auto.link(build(auto, yes, at, loops_from, flags), after)
        auto.link(build(auto, no or [], at, loops_from, flags), after)
    elif kind is op.GROUPREF:
        inner = auto.new()
        auto.link(at, after)
        auto.link(at, inner)
        auto.step[inner] = (auto.alphabet, inner)
        auto.link(inner, after)
    else:
        raise NotImplementedError(str(kind))
    return after


def _repeat(auto: Automaton, kind: Any, value: Any, at: int, after: int, loops_from: int, flags: int) -> None:
    least, most, body = value
    leaving = None
    if kind is op.POSSESSIVE_REPEAT and len(body) == 1 and most is op.MAXREPEAT:
        with_sets = {op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN}
        if body[0][0] in with_sets:
            leaving = auto.alphabet - _matching(body[0], auto.alphabet, flags)
    if least > LONG_REPEAT:
        loop, begin = auto.new(), auto.new()
        auto.link(at, loop)
        auto.link(loop, begin)
        auto.link(build(auto, body, begin, loops_from, flags), loop)
        auto.link(build(auto, body, loop, loops_from, flags), after)
        return
    copies = min(least, MOST_REPEATS_AS_COPIES - 1)
    for _ in range(copies):
        at = build(auto, body, at, loops_from, flags)
    if most is op.MAXREPEAT or most > loops_from:
        loop, begin = auto.new(), auto.new()
        auto.link(at, begin)
        auto.link(at, after, after=leaving)
        auto.link(loop, begin)
        auto.link(build(auto, body, begin, loops_from, flags), loop)
        auto.link(loop, after, after=leaving)
        return
    auto.link(at, after)
    for _ in range(max(0, min(int(most), MOST_REPEATS_AS_COPIES) - copies)):
        at = build(auto, body, at, loops_from, flags)
        auto.link(at, after)


def _anchor(auto: Automaton, value: Any, at: int, after: int, flags: int) -> None:
    nothing: frozenset[str] = frozenset()
    if value is op.AT_BEGINNING:
        auto.link(at, after, before=frozenset({"\n", BEGIN} if flags & re.MULTILINE else {BEGIN}))
    elif value is op.AT_BEGINNING_STRING:
        auto.link(at, after, before=frozenset({BEGIN}))
    elif value in (op.AT_END, op.AT_END_STRING):
        auto.link(at, after, after=frozenset("\n") if flags & re.MULTILINE and value is op.AT_END else nothing)
    else:
        words = _category(op.CATEGORY_WORD, auto.alphabet, bool(flags & re.ASCII))
        others = auto.alphabet - words
        same = value is op.AT_NON_BOUNDARY
        auto.link(at, after, before=words, after=words if same else others)
        auto.link(at, after, before=others | {BEGIN}, after=others if same else words)


def _look_around(auto: Automaton, kind: Any, value: Any, at: int, after: int, loops_from: int, flags: int) -> None:
    direction, body = value
    is_one = len(body) == 1 and body[0][0] in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
    if is_one:
        signs = _matching(body[0], auto.alphabet, flags)
        allowed = signs if kind is op.ASSERT else auto.alphabet - signs
        if direction > 0:
            auto.link(at, after, after=allowed)
        else:
            auto.link(at, after, before=allowed | (set() if kind is op.ASSERT else {BEGIN}))
        return
    auto.link(at, after)
    auto.doubtful.add((at, after))
    if direction > 0:
        begin = auto.new()
        auto.link(at, begin)
        build(auto, body, begin, loops_from, flags)
