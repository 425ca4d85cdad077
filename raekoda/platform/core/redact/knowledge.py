"""What the finder of names knows about single words: given names, surnames, places, offices, words of organisations."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raekoda.platform.core.redact.declension import estonian_forms, russian_forms
from raekoda.platform.core.text import is_word, lemma

FOLDER = Path(__file__).parent / "words"
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
SURNAME_ENDINGS = re.compile(
    r"\w{2,}(?:(?:[oe]v|ov[aš]|ev[aš]|sk[iy]|skaja|vit[šc]h?|enko|tšuk|nen|son|sen|mann|berg|stein|feldt?|meier|meister|mägi|mäe|soo|saar|salu|sepp|pere|"
    r"puu|vere|oja|maa|mets|pu|aste|iste|ste|ak|ik|man|ic|ez|[iy]an|dze|švili|shvili)(?:[aeiu]?(?:l|le|lt|s|sse|st|ks|ga|ta|ni|na|t)?)?)",
)
CLEAR_SURNAME_ENDINGS = re.compile(
    r"\w{2,}(?:[oe]va?|insk[iy]|insk[ia]ja|[oe]vsk[iy]|[oe]vskaja|skaja|vit[šc]h?|enko|tšuk|kainen|inen|sson|sen|[^aeiou]son|mann|stein|švili|dze)"
    r"(?:[aei]?(?:l|le|lt|s|sse|st|ks|ga|ta|ni|na|t)?)?",
)
RUSSIAN_PATRONYMIC = re.compile(r"\w{2,}(?:ович|евич|ич|овн|евн|ичн|инична)(?:а|у|ем|е|ой|ы)?")
RUSSIAN_SURNAME = re.compile(
    r"\w{2,}(?:[оеё]в|[иы]н|[оеё]ва|[иы]на|ск(?:ий|ого|ому|им|ом|ая|ой|ую)|енко|чук|дзе|швили|ян|сон|ман|берг|штейн)(?:а|у|ым|ом|е|ой|ы)?"
)
RUSSIAN_ADJECTIVE = re.compile(r"ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их)$")
LANGUAGES_OF_STREETS = ("estonian", "english", "russian")
PEOPLE_END_IN = ("nik", "lane", "ist", "loog", "sõber", "huviline")
MIXED = re.compile(r"^[^\W\d_a-zõäöüšžа-яё]{2,}-?[a-zõäöüšž]|(?<!^M)(?<!^Ma)(?<!^D)(?<!^L)[a-zõäöüšž][A-ZÕÄÖÜŠŽ]")


class Word(NamedTuple):
    """What is known of a capitalised word, whatever case it stands in."""

    given: bool
    given_base: bool
    weak: bool
    surname: bool
    clear_surname: bool
    adjective: bool
    likely_surname: bool
    patronymic: bool
    place: bool
    country: bool
    place_like: bool
    organisation: bool
    calendar: bool
    common: bool
    cyrillic: bool
    mixed: bool

    @property
    def can_be_in_name(self) -> bool:
        """Nothing speaks against the word as a part of a person's name."""
        if self.given_base or self.surname:
            return not (self.organisation or self.mixed)
        return not (self.calendar or self.organisation or self.place_like or self.mixed)

    @property
    def can_follow_given(self) -> bool:
        """Nothing speaks against the word as a surname after a given name."""
        return not (self.organisation or self.mixed or (self.place and not self.surname and not self.given_base))


@lru_cache(maxsize=50_000)
def known(word: str) -> Word:
    """What is known of a word as written ("Jaanile", "TAMM", "Anna-Liisa")."""
    lowered = word.lower().replace("ё", "е")
    cyrillic = bool(CYRILLIC.search(lowered))
    parts = [part for part in lowered.split("-") if part]
    last = parts[-1] if parts else lowered
    given = bool(parts) and all(part in _given_bases() for part in parts[:-1]) and last in _given_forms()
    place = lowered in _place_forms() or (len(parts) > 1 and last in _place_forms())
    common = is_word(lowered, "ru") if cyrillic else is_word(lowered, "et") or is_word(lowered, "en")
    proper = not common and not given and not cyrillic and is_word(lowered.capitalize(), "et")
    surname = lowered in _surname_forms()
    clear = bool(CLEAR_SURNAME_ENDINGS.fullmatch(last)) and not common
    return Word(
        given=given,
        given_base=given and last in _given_bases(),
        weak=last in listed("given_names", "weak"),
        surname=surname,
        clear_surname=clear or (cyrillic and not common and bool(RUSSIAN_SURNAME.fullmatch(last))),
        adjective=cyrillic and bool(RUSSIAN_ADJECTIVE.search(last)),
        likely_surname=surname
        or clear
        or bool(RUSSIAN_SURNAME.fullmatch(last) if cyrillic else SURNAME_ENDINGS.fullmatch(last)),
        patronymic=cyrillic and bool(RUSSIAN_PATRONYMIC.fullmatch(lowered)),
        place=place,
        country=last in _country_forms(),
        place_like=place or _has_place_ending(lowered) or (proper and not surname and not clear),
        organisation=is_of_organisation(word) and not surname,
        calendar=lemma(lowered, "et") in listed("other_words", "calendar")
        or lowered in listed("other_words", "calendar"),
        common=common,
        cyrillic=cyrillic,
        mixed=bool(MIXED.search(word)),
    )


def is_given_or_surname(word: str) -> bool:
    """Whether the word is known as somebody's name, in whatever case."""
    return known(word).given or known(word).surname


@lru_cache(maxsize=50_000)
def is_role(word: str) -> bool:
    """A title, an office or a kinship before a name: "proua", "direktori", "koolijuht", "госпожа"."""
    roles = listed("roles")
    lowered = word.lower()
    if lowered in roles or lemma(lowered, "et") in roles:
        return True
    base = lemma(lowered, "et")
    return len(base) > 6 and (
        base.endswith(PEOPLE_END_IN)
        or any(base.endswith(role) and len(role) > 3 for role in listed("roles", "estonian"))
    )


@lru_cache(maxsize=50_000)
def is_of_organisation(word: str) -> bool:
    """A word that organisations, institutions and places are called by: "Lihaühistu", "gümnaasiumi", "OÜ"."""
    words = listed("other_words", "organisations") | listed("other_words", "organised")
    lowered = word.lower()
    base = lemma(lowered, "et")
    if word in _exact_organisations() or lowered in _thing_forms() or base in words or lowered in words:
        return True
    return len(base) > 6 and any(base.endswith(end) and len(end) > 3 for end in words)


@lru_cache(maxsize=50_000)
def is_street_word(word: str) -> bool:
    """The generic word of a street's name, in any case: "tänava", "teel", "улице"."""
    lowered = word.lower().rstrip(".")
    return any(lowered in listed("streets", each) for each in LANGUAGES_OF_STREETS) or lemma(lowered, "et") in listed(
        "streets", "estonian"
    )


def is_street_word_of_address(word: str) -> bool:
    """The same before a house number, where "teel" can only be of "tee"."""
    return is_street_word(word) or word.lower() in listed("streets", "before a number")


@lru_cache(maxsize=50_000)
def names_something_after_people(word: str) -> bool:
    """A word after a name in the genitive that makes it the name of a place or an institution: "tänav", "kool", "mägi"."""
    base = lemma(word, "et")
    if base in listed("other_words", "organised"):
        return False
    return is_street_word(word) or is_of_organisation(word) or base in listed("other_words", "geography")


@lru_cache(maxsize=50_000)
def names_a_thing(word: str) -> bool:
    """A word that the proper name of a thing, a place or an institution follows: "firma", "vallas", "hotelli"."""
    base = lemma(word, "et")
    things = listed("other_words", "organised") | listed("other_words", "things") | listed("other_words", "geography")
    return base in things or is_of_organisation(word)


@lru_cache(maxsize=50_000)
def tells_a_place(word: str) -> bool:
    """A word after the name of a place: "vahel", "lähedal"."""
    return word in listed("other_words", "near") or names_something_after_people(word)


@lru_cache(maxsize=50_000)
def is_called_in_russian(word: str) -> bool:
    """A Russian word that the name of a place or an institution follows: "улице", "парк"."""
    lowered = word.lower()
    return lowered in listed("streets", "russian") or lemma(lowered, "ru") in listed("other_words", "russian things")


def is_said(word: str) -> bool:
    """A verb of saying, that has a person for its subject."""
    return word.lower() in listed("other_words", "said")


def is_according(word: str) -> bool:
    """A word after the person whose words are told: "sõnul", "hinnangul"."""
    return word.lower() in listed("other_words", "according")


def _has_place_ending(word: str) -> bool:
    return bool(
        re.fullmatch(
            r"\w{2,}(?:maa|linn|küla|mõisa|nurga|vald|järv|jõgi)(?:a|e|de|s|sse|st|l|le|lt|ni|ks|ga|t|lt)?", word
        )
    )


@lru_cache(maxsize=1)
def _given_bases() -> frozenset[str]:
    return frozenset(word.replace("ё", "е") for word in listed("given_names"))


@lru_cache(maxsize=1)
def _given_forms() -> frozenset[str]:
    return frozenset(form for name in _given_bases() for form in _forms(name))


@lru_cache(maxsize=1)
def _surname_forms() -> frozenset[str]:
    return frozenset(form for name in listed("surnames") for form in _forms(name))


@lru_cache(maxsize=1)
def _place_forms() -> frozenset[str]:
    return frozenset(form for name in listed("places") for form in _forms(name))


@lru_cache(maxsize=1)
def _thing_forms() -> frozenset[str]:
    return frozenset(form for name in listed("other_words", "names of things") for form in _forms(name))


def _forms(name: str) -> frozenset[str]:
    return frozenset(russian_forms(name) if CYRILLIC.search(name) else estonian_forms(name))


@lru_cache(maxsize=1)
def _country_forms() -> frozenset[str]:
    return frozenset(form for name in listed("places", "countries") for form in _forms(name))


@lru_cache(maxsize=1)
def _exact_organisations() -> frozenset[str]:
    return frozenset(word for word in _written("other_words", "organisations") if word.isupper() or word[0].isupper())


@lru_cache(maxsize=32)
def listed(name: str, section: str = "") -> frozenset[str]:
    """The words of a list, lower case; of one of its sections only, when it is named."""
    return frozenset(word.lower() for word in _written(name, section))


@lru_cache(maxsize=32)
def _written(name: str, section: str = "") -> tuple[str, ...]:
    current, words = "", []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = line.strip("[]")
        elif not section or current == section:
            words += line.split()
    return tuple(words)
