"""Checkable facts of a sentence: numbers with units, days and months, contacts, names, negations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import pairwise

from raekoda.platform.core.text import lemma, words

NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,:]\d+)*")
THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f.,](?=\d{3}(?!\d))")
REACHED_AT = re.compile(
    r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+|\w{2,10}://\S+|www\.\S+|(?<![\w@])(?:[\w-]{1,63}\.){1,10}[a-zа-я]{2,24}(?!\w)(?:/\S*)?",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+(?=[:/?#]|$)")
UNITS: dict[str, str] = {
    "money": r"€|eur|евро|sent|цент",
    "percent": r"%|protsen|percent|процент",
    "day": r"(?:töö|kalendri)?päev|(?:working\s+|business\s+|calendar\s+)?day|(?:рабоч\w+\s+|календарн\w+\s+)?(?:дн|день)",
    "week": r"nädal|week|недел",
    "month": r"kuu(?!p)|month|месяц",
    "year": r"aasta|year|год|лет",
    "hour": r"tun[dn]|hour|час",
    "minute": r"minut|минут",
}
UNIT = {name: re.compile(rf"[\s-]*(?:{written})", re.IGNORECASE) for name, written in UNITS.items()}
MONTHS = (
    ("jaanuar", "january", "январ"),
    ("veebruar", "february", "феврал"),
    ("märts", "march", "март"),
    ("aprill", "april", "апрел"),
    ("mai mais mail maist maiks maini", "may", "май мая мае"),
    ("juuni", "june", "июн"),
    ("juuli", "july", "июл"),
    ("august", "august", "август"),
    ("septemb", "september", "сентябр"),
    ("oktoob", "october", "октябр"),
    ("novemb", "november", "ноябр"),
    ("detsemb", "december", "декабр"),
)
DAYS = (
    ("esmaspäev", "monday", "понедельник"), ("teisipäev", "tuesday", "вторник"), ("kolmapäev", "wednesday", "сред"),
    ("neljapäev", "thursday", "четверг"), ("reede", "friday", "пятниц"), ("laupäev", "saturday", "суббот"),
    ("pühapäev", "sunday", "воскресень"),
)  # fmt: skip
SHORT = frozenset({"mai", "mais", "mail", "maist", "maiks", "maini", "may", "май", "мая", "мае"})
NUMBER_WORDS = {
    written: value
    for value, all_written in {
        "1": "üks one один", "2": "kaks two два", "3": "kolm three три", "4": "neli four четыре", "5": "viis five пять",
        "6": "kuus six шесть", "7": "seitse seven семь", "8": "kaheksa eight восемь", "9": "üheksa nine девять",
        "10": "kümme ten десять", "12": "kaksteist twelve двенадцать", "20": "kakskümmend twenty двадцать",
        "100": "sada hundred сто", "1000": "tuhat thousand тысяча", "1000000": "miljon million миллион",
    }.items()
    for written in all_written.split()
}  # fmt: skip
AMBIGUOUS_NUMBER_WORDS = frozenset({"üks", "one", "один", "kuus", "viis"})
NEGATION_WORDS = """
    ei ega mitte pole ära ärge keelatud not no never cannot nor without forbidden не нет ни без нельзя запрещено"""
NEGATIONS = frozenset(NEGATION_WORDS.split())
NEGATED = re.compile(r"\b\w+n['’]t\b", re.IGNORECASE)
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
MARKUP = re.compile(r"<\s*[a-zA-Z!/?]|\]\s*\(|`|javascript:|data:|&[a-z#]\w+;|[{}\\]", re.IGNORECASE)


def numbers(text: str) -> set[tuple[str, str]]:
    """Every number with the unit that follows it ("" when none does), thousands without separators, also those in words."""
    found = set()
    for match in NUMBER.finditer(text):
        unit = _unit_after(text, match.end()) or ("money" if text[: match.start()].rstrip().endswith("€") else "")
        found.add((_plain_number(match.group()), unit))
    return found


def numbers_in_words(text: str, language: str) -> set[str]:
    """Numbers written as words, but those that often mean something else ("kuus" is six and in a month)."""
    given = (lemma(word, language) for word in words(text))
    return {NUMBER_WORDS[word] for word in given if word in NUMBER_WORDS and word not in AMBIGUOUS_NUMBER_WORDS}


def calendar_names(text: str) -> set[str]:
    """Months and days of the week, the same in every language."""
    lowered = [word.lower() for word in words(text)]
    return {
        f"{kind}{number}"
        for kind, names in (("month", MONTHS), ("day", DAYS))
        for number, languages in enumerate(names)
        for written in languages
        for name in written.split()
        if any(word == name or (name not in SHORT and word.startswith(name)) for word in lowered)
    }


def contacts(text: str) -> set[str]:
    """E-mail addresses, URLs and host names in lower case."""
    return {match.group().rstrip(".,;:!?)»”\"'").lower() for match in REACHED_AT.finditer(text)}


def host(address: str) -> str:
    """The host of a web or an e-mail address, "" when it has none.

    >>> host("https://www.example.ee:8000/a?b"), host("mailto:linn@example.ee"), host("1789"), host("Raekoja plats 1")
    ('example.ee', 'example.ee', '', '')
    """
    bare = re.sub(r"^\w+:(?://)?", "", address.strip().lower()).rpartition("@")[2] if not address.isdigit() else ""
    found = HOST.match(bare)
    return found.group().removeprefix("www.") if found else ""


def links_only_to(text: str, hosts: Collection[str]) -> bool:
    """Whether every web and e-mail address in a text is at one of the hosts or under one."""
    there = (host(address) for address in contacts(text))
    return all(any(one == known or one.endswith(f".{known}") for known in hosts) for one in there)


def names(text: str) -> list[str]:
    """Capitalised words inside the sentence, and the first word when another capitalised one follows."""
    written = words(text)
    capital = [word[:1].isupper() for word in written]
    inner = [word for word, is_name in list(zip(written, capital, strict=True))[1:] if is_name]
    first = [left for number, (left, right) in enumerate(pairwise(written)) if number == 0 and right[:1].isupper()]
    return first + inner


def has_negation(text: str) -> bool:
    """Whether the text contains a negation."""
    return bool(NEGATED.search(text)) or any(word.lower() in NEGATIONS for word in words(text))


def is_plain(text: str) -> bool:
    """Whether a text is plain: no markup, no Markdown links, no hidden characters."""
    return not MARKUP.search(text) and not any(unicodedata.category(character) in HIDDEN for character in text)


def _unit_after(text: str, place: int) -> str:
    return next((name for name, pattern in UNIT.items() if pattern.match(text, place)), "")


def _plain_number(written: str) -> str:
    """
    >>> _plain_number("200 000"), _plain_number("200,000"), _plain_number("12,50"), _plain_number("08:30")
    ('200000', '200000', '12.50', '08.30')
    """
    joined = THOUSANDS.sub("", written) if not re.search(r"[.:]\d\d?[.:]", written) else written
    return re.sub(r"[,:]", ".", re.sub(r"[ \u00a0\u202f]", "", joined))
