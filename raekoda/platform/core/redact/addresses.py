"""Addresses of homes in a text: a street with a house number, a farm, in Estonian, English and Russian ways of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from raekoda.platform.core.redact.knowledge import is_street_word_of_address, known, listed
from raekoda.platform.core.text import lemma

Span = tuple[int, int]

SPACE = r"[ \u00a0]"
NAMED = r"[^\W\d_][^\W\d_’'-]{0,24}(?:[-’'][^\W\d_]{1,24}){0,2}"
NUMBER = r"\d{1,3}[a-zA-ZõäöüÕÄÖÜа-яА-Я]?(?:/\d{1,3}[a-zA-Z]?)?"
FLAT_WORD = r"(?:krt|korter\w{0,4}|kr|apt|apartment|flat|кв|квартир\w{0,2})"
FLAT = rf"(?:{SPACE}?[-–]{SPACE}?\d{{1,4}}[a-zA-Z]?(?![\d-]))?(?:,?{SPACE}?{FLAT_WORD}\.?{SPACE}?\d{{1,4}})?"
AFTER_NUMBER = r"(?![\w%€°]|[.,:/-]\d)"
TOWN = (
    rf"(?:,?{SPACE}(?:\d{{5}})(?!\d)(?:{SPACE}[A-ZÕÄÖÜŠŽ][^\W\d_]+)?|,{SPACE}[A-ZÕÄÖÜŠŽ][^\W\d_]+{SPACE}\d{{5}}(?!\d))?"
)
ENDING = rf"(?P<number>{NUMBER})(?P<flat>{FLAT}){AFTER_NUMBER}(?P<town>{TOWN})"
BEFORE_NUMBER = re.compile(rf"(?<=[^\W\d_.]){SPACE}{ENDING}|(?<=[^\W\d_]\.){SPACE}?{ENDING.replace('?P<', '?P<d')}")
RUSSIAN = re.compile(
    rf"(?<!\w)(?:ул\.?|улиц[аеуы]|пр\.?|просп\.?|проспект[ае]?|ш\.?|шоссе|пер\.?|переул(?:ок|ка|ке)|бул\.?|бульвар[ае]?|пл\.?|площад[ьи]){SPACE}?"
    rf"(?:{NAMED}{SPACE}){{0,2}}{NAMED},?{SPACE}?(?:д(?:ом)?\.?{SPACE}?)?{ENDING}",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    rf"(?<![\w.,/-])\d{{1,3}}[a-zA-Z]?{SPACE}(?:[^\W\d_][\w'’-]{{1,24}}{SPACE}){{1,3}}(?:street|str|st|road|rd|avenue|ave|lane|boulevard|square)(?!\w)"
    rf"(?:,{SPACE}(?:flat|apt\.?|apartment){SPACE}\d{{1,4}})?"
)
NEAR_A_HOUSE = re.compile(
    r"\s*(?:$|[\n,;)!?]|\.(?:\s|$)|(?:ees|juures|hoov\w*|katus\w*|ak[ne]\w*|trepikoja\w*|trepikoda|maja\w*|krundi\w*|elani\w*|taga|kõrval|vastas|kohal|keldri\w*|kelder|korteri\w*|aia\w*|aed)(?!\w))"
)
FARM = re.compile(
    rf"(?<!\w)[A-ZÕÄÖÜŠŽ][^\W\d_]{{1,24}}(?:-[^\W\d_]{{1,24}})?{SPACE}tal(?:u|us|usse|ust|ule|ul|ult|uni|uks|uga|lu)(?!\w)"
    rf"(?:,{SPACE}[A-ZÕÄÖÜŠŽ][^\W\d_-]{{1,24}}{SPACE}küla\w{{0,3}})?"
)
SAID_TO_BE_HOME = re.compile(
    rf"(?:aadress\w{{0,3}}(?:{SPACE}on)?|elukoht|elan|elame|elab|elavad|elas|address(?:{SPACE}is)?|live{SPACE}(?:at|on)|lives{SPACE}(?:at|on)|адрес\w{{0,2}}|живу|жив[её]м|проживаю)"
    rf":?{SPACE}(?:(?:at|on|на|по){SPACE})?$",
    re.IGNORECASE,
)
PLACE_CASES = ("s", "st", "sse", "l", "le", "lt")
LONGEST_NAME = 4
BACK = 110


def find_addresses(text: str) -> Iterator[Span]:
    """Where addresses with a house number or a farm's name stand, in no special order."""
    for match in RUSSIAN.finditer(text):
        yield match.span()
    for match in ENGLISH.finditer(text):
        yield match.span()
    for match in BEFORE_NUMBER.finditer(text):
        start = _start_of_street(text, match.start(), match.end(), bool(match["flat"] or match["town"]))
        if start is not None:
            yield start, match.end()
    for match in FARM.finditer(text):
        if match.group().split()[0].lower() not in listed("streets", "no farm"):
            yield match.span()


def _start_of_street(text: str, end: int, number_end: int, is_sure: bool) -> int | None:
    """Where the street's name begins whose house number follows at ``end``; None when it is no street."""
    words = list(re.finditer(rf"{NAMED}\.?", text[max(0, end - BACK) : end]))
    offset = max(0, end - BACK)
    if not words or offset + words[-1].end() != end:
        return None
    last = words[-1].group()
    if is_street_word_of_address(last) and len(words) > 1:
        return _name_before_generic(text, words, offset)
    if not last[0].isupper():
        return _said_lowercase(text, words, offset)
    if last.rstrip(".").isupper() and len(last) < 6:
        return None
    return _capital_name(text, words, offset, is_sure, bool(NEAR_A_HOUSE.match(text, number_end)))


def _name_before_generic(text: str, words: list[re.Match[str]], offset: int) -> int | None:
    """ "Riia tn", "Pikal tänaval", "A. H. Tammsaare tee": the capitalised words before the generic one, or one small one."""
    start = _back(text, words[:-1], offset, words[-1].start() + offset)
    if start is not None:
        return start
    before = words[-2]
    generic = lemma(words[-1].group().rstrip("."), "et")
    if (
        generic in {"tn", "tänav", "pst", "puiestee", "mnt", "street"}
        and text[offset + before.end() : offset + words[-1].start()] == " "
    ):
        return offset + before.start()
    return None


def _capital_name(text: str, words: list[re.Match[str]], offset: int, is_sure: bool, near_a_house: bool) -> int | None:
    """ "Riia", "Lai", "Anne Kase": capitalised words in the genitive, that are not known to be something else."""
    last = words[-1]
    word = known(last.group())
    if (
        {lemma(last.group(), "et"), last.group().lower()} & listed("streets", "no street")
        or word.calendar
        or word.mixed
    ):
        return None
    if not is_sure and (word.country or (last.group().lower().endswith(PLACE_CASES) and (word.place or word.given))):
        return None
    if not is_sure and word.given_base and last.group()[-1] not in "aeiouõäöüy":
        return None
    if word.organisation and not (is_sure or near_a_house):
        return None
    start = _back(text, words, offset, offset + last.end())
    if start == offset + last.start() and _begins_sentence(text, start) and word.common and not is_sure:
        is_nominative = lemma(last.group(), "et") == last.group().lower()
        return start if near_a_house and not is_nominative else None
    return start


def _said_lowercase(text: str, words: list[re.Match[str]], offset: int) -> int | None:
    """ "elan riia 12-5": written small, but said to be where one lives."""
    for match in reversed(words[-3:]):
        start = offset + match.start()
        if SAID_TO_BE_HOME.search(text, max(0, start - 30), start):
            return start
    return None


def _back(text: str, words: list[re.Match[str]], offset: int, end: int) -> int | None:
    """The beginning of the row of capitalised words and initials that ends at ``end``."""
    start: int | None = None
    for match in list(reversed(words))[:LONGEST_NAME]:
        between = text[offset + match.end() : end]
        if between not in {"", " ", "\u00a0"} or not match.group()[0].isupper():
            break
        is_initial = match.group().endswith(".") and len(match.group()) <= 3
        if match.group().endswith(".") and not is_initial:
            break
        word = known(match.group().rstrip("."))
        if start is not None and not is_initial and (word.organisation or (word.place and not word.given)):
            break
        if (
            start is not None
            and not is_initial
            and word.common
            and not word.given
            and _begins_sentence(text, offset + match.start())
        ):
            break
        start = end = offset + match.start()
    return start


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 6) : start].rstrip(" \"'„“«(")
    return not before or before[-1] in ".!?:\n"
