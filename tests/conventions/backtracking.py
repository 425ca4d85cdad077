"""A static analyser of regular expressions: which of them may take more than linear time in Python's ``re``.

A pattern becomes an automaton without epsilon steps. Two kinds of ambiguity make backtracking expensive (Weber and Seidl 1991):

* exponential: a state returns to itself over the same word in two ways, as in ``(a|a)*b`` or ``(\\s*x*)*$``;
* polynomial: over the same word a state ``p`` returns to itself and reaches ``q``, which returns to itself as well, as in
  ``\\s*\\s*$``. A search that is not anchored begins with a loop over any character, so ``\\s+$`` is quadratic too.

Neither matters where the matcher succeeds at once. Characters beside a step (``\\b``, ``^``, ``$``, look-arounds of one
character, possessive repeats of one character) are taken into account; longer look-arounds are taken as passed, and what
stands in a look-ahead is examined as a branch of its own. That errs on the side of a finding.
"""

from __future__ import annotations

import re
import re._parser as parser
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tests.conventions.automaton import BEGIN, LONG_FOR_EXPONENTIAL, LONG_REPEAT, Automaton, alphabet_of, build


@dataclass(frozen=True)
class Finding:
    """``kind`` is "exponential" or "polynomial"; ``pump`` repeated makes the time grow after ``prefix``, before a mismatch."""

    kind: str
    prefix: str
    pump: str


def findings(pattern: re.Pattern[Any], how: str) -> list[Finding]:
    """What may take long in ``pattern``.

    ``how`` is "fullmatch", "match" or "search"; the last for everything in which a match may begin anywhere.
    """
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    return list(_findings(source, pattern.flags, isinstance(pattern.pattern, bytes), how))


@lru_cache(maxsize=4096)
def _findings(source: str, flags: int, is_bytes: bool, how: str) -> tuple[Finding, ...]:
    if is_bytes:
        flags |= re.ASCII
    tree = parser.parse(source, flags & ~(re.UNICODE if is_bytes else 0))
    alphabet = frozenset(sign for sign in alphabet_of(tree) if not is_bytes or ord(sign) < 256)
    found = []
    for kind, loops_from in (("exponential", LONG_FOR_EXPONENTIAL), ("polynomial", LONG_REPEAT)):
        automaton = Automaton(alphabet, tree.state.flags | flags)
        start, end = automaton.new(), automaton.new()
        if how == "search":
            automaton.step[start] = (alphabet, start)
        first = automaton.new()
        automaton.link(start, first)
        last = build(automaton, tree, first, loops_from, automaton.flags)
        automaton.link(last, end, after=frozenset() if how == "fullmatch" else None)
        automaton.ends.add(end)
        automaton.merge_alike()
        graph = Graph(automaton, start)
        found += graph.exponential() if kind == "exponential" else graph.polynomial()
    return tuple(found)


Edge = tuple[int, frozenset[str], frozenset[str]]


class Graph:
    """The automaton without epsilon steps: states are those that take a character."""

    def __init__(self, auto: Automaton, start: int) -> None:
        self.auto, self.everything = auto, auto.alphabet | {BEGIN}
        self.start = start
        self.edges: dict[
            int, list[Edge]
        ] = {}  # state -> (next state, characters before, characters taken on the way in)
        self.first: list[Edge] = (
            self._closure(start) if start not in auto.step else [(start, self.everything, self.everything)]
        )
        todo = [edge[0] for edge in self.first]
        while todo:
            state = todo.pop()
            if state in self.edges:
                continue
            self.edges[state] = self._closure(auto.step[state][1])
            todo += [edge[0] for edge in self.edges[state]]
        self.ends = {state: self._ends_after(auto.step[state][1]) for state in self.edges}
        self.known: dict[tuple[int, str], list[tuple[int, frozenset[str]]]] = {}
        self.components = self._components()

    def _closure(self, begin: int) -> list[Edge]:
        """Every way by epsilon steps to a state that takes a character; ways that differ in nothing are there twice."""
        found: list[Edge] = []

        def walk(state: int, seen: frozenset[int], before: frozenset[str], after: frozenset[str]) -> None:
            if len(found) > 4000:
                return
            if state in self.auto.step:
                found.append((state, before, after))
            for other, own_before, own_after in self.auto.epsilon.get(state, ()):
                if other not in seen and (before & own_before):
                    walk(other, seen | {other}, before & own_before, after & own_after)

        walk(begin, frozenset({begin}), self.everything, self.everything)
        return found

    def _ends_after(self, begin: int) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Characters between which the pattern has matched when it is at ``begin``: (before, after) for every way."""
        found = []

        def walk(state: int, seen: frozenset[int], before: frozenset[str], after: frozenset[str]) -> None:
            if state in self.auto.ends:
                found.append((before, after))
            for other, own_before, own_after in self.auto.epsilon.get(state, ()):
                if other in seen or (state, other) in self.auto.doubtful or len(found) > 100:
                    continue
                if before & own_before and after & own_after:
                    walk(other, seen | {other}, before & own_before, after & own_after)

        walk(begin, frozenset({begin}), self.everything, self.everything)
        return found

    def has_matched(self, state: int, sign: str, following: frozenset[str]) -> bool:
        """Whether the pattern has matched once ``state`` took ``sign`` and one of ``following`` comes: the matcher falls
        back to here at most."""
        return any(sign in before and following <= after for before, after in self.ends[state])

    def taken(self, state: int) -> frozenset[str]:
        return self.auto.step[state][0]

    def _components(self) -> list[list[int]]:
        """Strongly connected components that hold a loop (Tarjan, without recursion)."""
        index: dict[int, int] = {}
        low: dict[int, int] = {}
        on, stack, result = set(), [], []
        for root in self.edges:
            if root in index:
                continue
            work = [(root, iter([e[0] for e in self.edges[root]]))]
            index[root] = low[root] = len(index)
            stack.append(root)
            on.add(root)
            while work:
                node, rest = work[-1]
                for other in rest:
                    if other not in index:
                        index[other] = low[other] = len(index)
                        stack.append(other)
                        on.add(other)
                        work.append((other, iter([e[0] for e in self.edges[other]])))
                        break
                    if other in on:
                        low[node] = min(low[node], index[other])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[node])
                    if low[node] == index[node]:
                        members = []
                        while True:
                            member = stack.pop()
                            on.discard(member)
                            members.append(member)
                            if member == node:
                                break
                        if len(members) > 1 or any(e[0] == node for e in self.edges[node]):
                            result.append(members)
        return result

    def successors(self, state: int, sign: str) -> list[tuple[int, frozenset[str]]]:
        """Where the matcher may stand after ``state`` took ``sign``, and which characters may follow there."""
        if (state, sign) not in self.known:
            self.known[state, sign] = [
                (other, self.taken(other) & after)
                for other, before, after in self.edges[state]
                if sign in before and self.taken(other) & after
            ]
        return self.known[state, sign]

    def reachable(self, begin: int) -> set[int]:
        seen, todo = {begin}, [begin]
        while todo:
            for other, _, _ in self.edges[todo.pop()]:
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        return seen

    def exponential(self) -> list[Finding]:
        for members in self.components:
            inside = set(members)
            for root in members:
                word = self._returns_twice(root, inside)
                if word:
                    return [Finding("exponential", self._way_to(root), word)]
        return []

    def _returns_twice(self, root: int, inside: set[int]) -> str:
        """A word over which ``root`` returns to itself in two ways."""
        begin = (root, self.taken(root), root, self.taken(root), False)
        ways: dict[Any, str] = {begin: ""}
        todo = deque([begin])
        while todo:
            at = todo.popleft()
            a, may_a, b, may_b, apart = at
            for sign in may_a & may_b:
                left = [each for each in self.successors(a, sign) if each[0] in inside]
                right = [each for each in self.successors(b, sign) if each[0] in inside]
                for i, (x, may_x) in enumerate(left):
                    for j, (y, may_y) in enumerate(right):
                        split = apart or x != y or (a == b and i != j)
                        both = may_x & may_y
                        if not both or self.has_matched(a, sign, both) or self.has_matched(b, sign, both):
                            continue
                        key = (x, may_x, y, may_y, split)
                        if key not in ways:
                            ways[key] = ways[at] + sign
                            if x == y == root and split:
                                return ways[key]
                            if len(ways) > 60_000:
                                return ""
                            todo.append(key)
        return ""

    def polynomial(self) -> list[Finding]:
        for first in self.components:
            reach = self.reachable(first[0])
            for second in self.components:
                if second is first or second[0] not in reach:
                    continue
                for p in first:
                    for q in second:
                        word = self._two_loops(p, q, set(first), set(second), reach)
                        if word:
                            return [Finding("polynomial", self._way_to(p), word)]
        return []

    def _two_loops(self, p: int, q: int, first: set[int], second: set[int], reach: set[int]) -> str:
        """A word over which ``p`` returns to itself and reaches ``q``, which returns to itself."""
        common = self.taken(p) & self.taken(q)
        begin = (p, self.taken(p), p, self.taken(p), q, self.taken(q))
        ways: dict[Any, str] = {begin: ""}
        todo = deque([begin] if common else [])
        while todo:
            at = todo.popleft()
            a, may_a, b, may_b, c, may_c = at
            for sign in may_a & may_b & may_c:
                for x, may_x in self.successors(a, sign):
                    if x not in first:
                        continue
                    for z, may_z in self.successors(c, sign):
                        if z not in second or not may_x & may_z:
                            continue
                        for y, may_y in self.successors(b, sign):
                            together = may_x & may_y & may_z
                            if y not in reach or not together or self.has_matched(c, sign, together):
                                continue
                            key = (x, may_x, y, may_y, z, may_z)
                            if key not in ways:
                                ways[key] = ways[at] + sign
                                if (x, y, z) == (p, q, q):
                                    return ways[key]
                                if len(ways) > 60_000:
                                    return ""
                                todo.append(key)
        return ""

    def _way_to(self, goal: int) -> str:
        ways: dict[int, str] = {edge[0]: "" for edge in self.first}
        todo = deque(ways)
        while todo:
            at = todo.popleft()
            if at == goal:
                return ways[at]
            for sign in sorted(self.taken(at)):
                for other, _ in self.successors(at, sign):
                    if other not in ways:
                        ways[other] = ways[at] + sign
                        todo.append(other)
        return ""
