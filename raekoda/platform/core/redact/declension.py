"""Forms of names: how an Estonian or Russian name looks in its cases, and what is left of one without them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

VOWELS = "aeiouõäöüy"
CASES = ("", "l", "le", "lt", "s", "sse", "st", "ks", "ga", "ta", "ni", "na", "t")
HARD_AND_SOFT = {"p": "b", "t": "d", "k": "g"}
ENDINGS = ("sse", "le", "lt", "st", "ks", "ga", "ta", "ni", "na", "l", "s", "t", "d")
SHORTEST_STEM = 3
RUSSIAN_ENDINGS = {
    "й": ("й", "я", "ю", "ем", "е"),
    "а": ("а", "ы", "и", "е", "у", "ой", "ою"),
    "я": ("я", "и", "е", "ю", "ей", "ею"),
    "ь": ("ь", "и", "ю", "я", "ем", "е", "ью"),
}
RUSSIAN_CONSONANT = ("", "а", "у", "ом", "е")


def estonian_forms(name: str) -> Iterator[str]:
    """The name in its singular cases, lower case: "jaan", "jaani", "jaanile" ..."""
    name = name.lower()
    yield name
    for genitive in _genitives(name):
        for case in CASES:
            yield genitive + case
        if genitive[-1] in VOWELS and genitive[-2:-1] == genitive[-1]:
            yield genitive + "d"


def _genitives(name: str) -> set[str]:
    if name[-1] in VOWELS:
        return {name}
    stems = {name + vowel for vowel in ("iaeu" if len(name) < 5 else "ieu")}
    if name[-1] in HARD_AND_SOFT:
        soft = name[:-1] + HARD_AND_SOFT[name[-1]]
        stems |= {soft + "i", soft + "u"}
    if len(name) > 4 and name[-1] in "rl" and name[-2] in "ea" and name[-3] not in VOWELS:
        stems.add(name[:-2] + name[-1] + "i")
    if name.endswith("s") and len(name) > 4:
        stems.add(name[:-1])
    return stems


def russian_forms(name: str) -> Iterator[str]:
    """The Russian name in its singular cases, lower case."""
    name = name.lower().replace("ё", "е")
    yield name
    if name in {"лев", "павел", "петр"}:
        stem = {"лев": "льв", "павел": "павл", "петр": "петр"}[name]
        yield from (stem + ending for ending in RUSSIAN_CONSONANT[1:])
    elif name.endswith("ия"):
        yield from (name[:-1] + ending for ending in ("и", "ю", "ей"))
    elif name.endswith("ий"):
        yield from (name[:-1] + ending for ending in ("я", "ю", "ем", "и"))
    elif name[-1] in RUSSIAN_ENDINGS:
        yield from (name[:-1] + ending for ending in RUSSIAN_ENDINGS[name[-1]])
    elif name[-1] not in "еиоуыэю":
        yield from (name + ending for ending in RUSSIAN_CONSONANT)


@lru_cache(maxsize=20_000)
def stems(word: str) -> frozenset[str]:
    """What may be left of a name when its case ending goes; two words with a stem in common may be forms of one name."""
    word = word.lower().replace("’", "'")
    if "а" <= word[-1] <= "ё":
        return frozenset(_russian_stems(word))
    return frozenset(_estonian_stems(word))


def _estonian_stems(word: str) -> Iterator[str]:
    for ending in ("", *ENDINGS):
        rest = word[: len(word) - len(ending)] if word.endswith(ending) else ""
        if len(rest) < SHORTEST_STEM or (ending and rest[-1] not in VOWELS + "'"):
            continue
        rest = rest.rstrip("'")
        yield _bare(rest)
        if rest.endswith("ne"):
            yield rest[:-2] + "s"


def _bare(word: str) -> str:
    """Without the vowel of the genitive, a doubled last consonant written once: "kapp" and "kapi" are "kap"."""
    if word[-1] in VOWELS and len(word) > SHORTEST_STEM:
        word = word[:-1]
    if len(word) > 2 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("s") if len(word) > 5 and word[-2] in VOWELS else word


def _russian_stems(word: str) -> Iterator[str]:
    for ending in (
        "",
        "ого",
        "ому",
        "ым",
        "ом",
        "ой",
        "ей",
        "ою",
        "ем",
        "ий",
        "ый",
        "ая",
        "ую",
        "а",
        "у",
        "е",
        "ы",
        "и",
        "я",
        "ю",
    ):
        rest = word[: len(word) - len(ending)] if word.endswith(ending) else ""
        if len(rest) >= SHORTEST_STEM:
            yield rest
