"""Names of people in a text, found by what is known of words and by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from raekoda.platform.core.redact.declension import stems
from raekoda.platform.core.redact.knowledge import (
    Word,
    is_according,
    is_called_in_russian,
    is_role,
    is_said,
    known,
    names_a_thing,
    names_something_after_people,
    tells_a_place,
)
from raekoda.platform.core.redact.tokens import PARTICLES, WORDS, Token, capitalised_runs, tokenize
from raekoda.platform.core.text import lemma

Span = tuple[int, int]

NAME_WORD = r"[^\W\d_][^\W\d_'’-]{0,30}"
INTRODUCED = re.compile(
    r"(?:\b(?:minu|mu|tema|ta) nimi on|\bnimi\s*:|\bma olen|\bolen|\bmy name is|\bname\s*:|\bi am|\bi'm|\bthis is"
    r"|\bменя зовут|\bзовут|\bимя\s*:|\bфио\s*:|\bя)\s+$",
    re.IGNORECASE,
)
INTRODUCED_SURELY = re.compile(r"(?:nimi on|name is|зовут|nimi\s*:|name\s*:|имя\s*:|фио\s*:)\s+$", re.IGNORECASE)
SAID_TO_BE_NAME = re.compile(
    r"(?<!\w)(?:nimi on|name is|зовут|nimi\s?:|name\s?:|имя\s?:|фио\s?:)\s{1,4}"
    rf"(?P<first>{NAME_WORD})(?:[ \u00a0](?P<second>{NAME_WORD}))?",
    re.IGNORECASE,
)
ENDS_CLAUSE = re.compile(r"\s*(?:$|[.,;!?\n]|(?:ja|and|и)(?!\w))")
GREETED = re.compile(
    r"\b(?:tere|tervist|hei|austatud|lugupeetud|kallis|hello|hi|dear|hey|здравствуйте|привет|уважаем\w{2})[,!]?\s+$",
    re.IGNORECASE,
)
NAME_OR_INITIAL = r"[^\W\d_][^\W\d_.'’-]{0,30}"
SIGNED = re.compile(
    r"(?<!\w)(?:lugupidamisega|parim\w{0,3} soovi\w+|tervitades|tervitustega|heade soovidega|(?:best|kind|warm)? ?regards"
    r"|sincerely|yours \w+|с уважением|с наилучшими пожеланиями)[ \t]{0,3}[,!.]?\s{1,6}"
    rf"(?P<name>{NAME_OR_INITIAL}(?:[ \u00a0]{NAME_OR_INITIAL}){{0,3}})[ \t,.]{{0,3}}(?=[\n\r]|$)",
    re.IGNORECASE,
)
PLACE_CASES = ("as", "is", "us", "os", "sse", "st")
LIKE_A_MODEL = re.compile(r"[ \u00a0-]?(?:[A-Z]{1,5}[ -]?)?\d|[-.][A-Z]|\.[a-z]|/")
CAPITALS_BESIDE = re.compile(
    r"[A-ZÕÄÖÜŠŽА-ЯЁ][^\W\d_A-ZÕÄÖÜŠŽА-ЯЁ]*(?:\.[ \u00a0]?|[ \u00a0])[A-ZÕÄÖÜŠŽА-ЯЁ]|[A-ZÕÄÖÜŠŽА-ЯЁ]{3}"
)
TELL_A_NAME = (
    "nimi", "name", "зовут", "имя", "фио", "lugup", "parim", "tervit", "soovid", "regards", "sincer", "yours", "уважен",
    "пожелан", "proua", "härra", "preili", "naab", "kodanik", "mr", "ms ", "neighbo", "господин", "госпож", "сосед",
)  # fmt: skip
LONGEST_NAME = 4
BEFORE = 60


def find_names(text: str) -> list[Span]:
    """Where names of people stand, in the order of the text, without overlaps; whole names, not their single words."""
    tokens = tokenize(text)
    sure, guessed = [*_signatures(text), *_introduced(text)], []
    for first, last in capitalised_runs(tokens):
        for start, end, is_sure in _in_run(text, tokens, first, last):
            (sure if is_sure else guessed).append((start, end))
    return _joined(text, [*sure, *guessed, *_again(text, tokens, sure)])


def find_full_names(text: str) -> list[Span]:
    """Only what is very likely a name: full names, signatures, what is said to be one; and the words of sure ones again.

    A text without two capitals beside each other and without such words costs next to nothing.
    """
    folded = text.lower()
    if not CAPITALS_BESIDE.search(text) and not any(word in folded for word in TELL_A_NAME):
        return []
    tokens = tokenize(text)
    sure, likely = [*_signatures(text), *_introduced(text)], []
    for first, last in capitalised_runs(tokens):
        titled = {tokens[index].start for index in range(first, last) if _has_title(text, tokens, index)}
        if last - first > 1 or titled:
            for start, end, is_sure in _in_run(text, tokens, first, last):
                if start in titled or not text[start:end].isalpha():
                    (sure if is_sure else likely).append((start, end))
    return _joined(text, [*sure, *likely, *_again(text, tokens, sure)])


def _in_run(text: str, tokens: list[Token], first: int, last: int) -> Iterator[tuple[int, int, bool]]:
    """Names inside one run with whether they are sure: "Eesti Panga president" has none, "Soome Henri Anier" has one."""
    index = first
    while index < last:
        length, is_sure = _name_at(text, tokens, index, last)
        if length:
            yield tokens[index].start, tokens[index + length - 1].end, is_sure
        index += length or 1


def _name_at(text: str, tokens: list[Token], index: int, last: int) -> tuple[int, bool]:
    """How many words of the run from ``index`` on are a name, 0 when none begins there; and whether that is sure."""
    token = tokens[index]
    if token.is_initial:
        length = _after_initials(tokens, index, last)
        return (0 if length and _is_called_after(text, tokens, index + length - 1) else length), True
    word = known(token.text)
    if not word.can_be_in_name or _is_abbreviation(tokens, index, last, word) or _is_title(tokens, index, last, word):
        return 0, False
    length = _length(tokens, index, last)
    if not _has_title(text, tokens, index) and _is_called_after(text, tokens, index + length - 1):
        return 0, False
    if length > 1:
        if _is_full_name(text, tokens, index, length):
            return length, True
        if _may_be_full_name(text, tokens, index, length):
            return length, False
    return _single(text, tokens, index, word), word.given or word.patronymic or word.clear_surname or word.surname


def _after_initials(tokens: list[Token], index: int, last: int) -> int:
    """ "A. H. Tamm": initials and the surname after them."""
    end = index
    while end < last and end - index < LONGEST_NAME and tokens[end].is_initial:
        end += 1
    if end < last and len(tokens[end].text) > 2 and known(tokens[end].text).can_be_in_name:
        return end + 1 - index
    return 0


def _length(tokens: list[Token], index: int, last: int) -> int:
    """How many words in a row can be parts of one name."""
    head, end = known(tokens[index].text), index + 1
    while end < last and end - index < LONGEST_NAME:
        token = tokens[end]
        if token.is_initial or token.text in PARTICLES:
            end += 1
            continue
        if token.text.isupper() != tokens[index].text.isupper():
            break
        word = known(token.text)
        if not (word.can_follow_given if head.given_base and not head.weak else word.can_be_in_name):
            break
        end += 1
    return end - index


def _is_title(tokens: list[Token], index: int, last: int, word: Word) -> bool:
    """ "Proua" of "Proua Tamm": before a name, no part of it."""
    is_odd = tokens[index].begins or not word.surname
    return index + 1 < last and not word.given and is_odd and is_role(tokens[index].text)


def _is_full_name(text: str, tokens: list[Token], index: int, length: int) -> bool:
    """Whether several capitalised words are surely a person's name: a given name leads, or a title stands before."""
    words = [known(token.text) for token in tokens[index : index + length]]
    head, rest = words[0], words[1:]
    if head.given_base or any(word.patronymic for word in words):
        return True
    if head.cyrillic:
        return any(word.given for word in words) or (any(word.clear_surname for word in rest) and not head.common)
    if _is_named(text, tokens, index) or (head.surname and rest[0].given_base):
        return True
    return not tokens[index].text.isupper() and any(word.clear_surname for word in rest) and not head.common


def _may_be_full_name(text: str, tokens: list[Token], index: int, length: int) -> bool:
    """Whether nothing else fits: two or three words that no dictionary knows, or a surname after an odd one."""
    within = tokens[index : index + length]
    words = [known(token.text) for token in within]
    head, rest = words[0], words[1:]
    start, end = within[0].start, within[-1].end
    if all(token.text.isupper() for token in within):
        return _fills_line(text, start, end) and not any(word.common for word in words)
    if length > 3 or _in_quotes(text, start, end) or head.place_like or LIKE_A_MODEL.match(text, end):
        return False
    if head.common:
        return not within[0].begins and length == 2 and (rest[0].surname or rest[0].given_base)
    return any(not word.common or word.likely_surname for word in rest)


def _fills_line(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 4) : start].rstrip(" "), text[end : end + 4].lstrip(" .")
    return (not before or before[-1] == "\n") and (not after or after[0] == "\n")


def _single(text: str, tokens: list[Token], index: int, word: Word) -> int:
    """1 when the word alone is a name where it stands, else 0."""
    token = tokens[index]
    if len(token.text) < 2 or token.text.isupper() or _is_place_case(token.text, word):
        return 0
    if _is_named(text, tokens, index) and not (word.common and token.begins):
        return 1
    if not word.common and not word.place_like and _is_heard(tokens, index):
        return 1
    if (token.begins and word.common) or word.weak or word.place_like:
        return 0
    if word.given or word.patronymic or (word.clear_surname and not word.adjective):
        return 1
    if token.begins:
        return 0
    if word.cyrillic:
        return int(_is_heard(tokens, index))
    return int(word.surname or _is_heard(tokens, index) or (not word.common and _stands_alone(text, tokens, index)))


def _stands_alone(text: str, tokens: list[Token], index: int) -> bool:
    """An unknown word with a capital, in no place case, with nothing beside it that makes it a thing or a place."""
    token = tokens[index]
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.text.endswith(PLACE_CASES) or LIKE_A_MODEL.match(text, token.end) or len(token.text) < 4:
        return False
    if token.joined and before and (before.is_capital or names_a_thing(before.text)):
        return False
    return not (after and after.joined and (after.is_capital or tells_a_place(after.text)))


def _is_heard(tokens: list[Token], index: int) -> bool:
    """A verb of saying stands beside, or "sõnul" after."""
    return any(is_said(tokens[other].text) for other in (index - 1, index + 1) if 0 <= other < len(tokens)) or (
        index + 1 < len(tokens) and is_according(tokens[index + 1].text)
    )


def _is_place_case(text: str, word: Word) -> bool:
    """Inside something or into it: of people that is hardly said."""
    return (
        not word.cyrillic
        and not word.given_base
        and not word.surname
        and text.endswith(("as", "is", "us", "es", "sse"))
        and word.given
    )


def _is_named(text: str, tokens: list[Token], index: int) -> bool:
    """A title, an office or an introduction stands right before: "proua", "minu nimi on"."""
    if _has_title(text, tokens, index):
        return True
    before = text[max(0, tokens[index].start - BEFORE) : tokens[index].start]
    if INTRODUCED_SURELY.search(before):
        return True
    word = known(tokens[index].text)
    return (word.given or not word.common) and bool(INTRODUCED.search(before) or GREETED.search(before))


def _has_title(text: str, tokens: list[Token], index: int) -> bool:
    """ "Proua", "direktori", "naaber" stands right before."""
    if not index or not is_role(tokens[index - 1].text):
        return False
    return text[tokens[index - 1].end : tokens[index].start] in {" ", "\u00a0", ".", ". "}


def _is_called_after(text: str, tokens: list[Token], index: int) -> bool:
    """What stands after the word makes it the name of a place or an institution: "tänav", "Klubi"; in Russian it is before."""
    token = tokens[index]
    if known(token.text).cyrillic:
        before = tokens[index - 1] if index and token.joined else None
        return bool(before and is_called_in_russian(before.text))
    if index + 1 == len(tokens):
        return False
    following = tokens[index + 1]
    return text[token.end : following.start] in {" ", "\u00a0", "-"} and (
        known(following.text).organisation if following.is_capital else names_something_after_people(following.text)
    )


def _is_abbreviation(tokens: list[Token], index: int, last: int, word: Word) -> bool:
    """ "EPMÜ", "OÜ": a short word of capitals, but no part of a line in capitals."""
    written = tokens[index].text
    beside = [tokens[other].text for other in (index - 1, index + 1) if 0 <= other < last and other < len(tokens)]
    return (
        1 < len(written) < 5
        and written.isupper()
        and not (word.given or any(len(each) > 1 and each.isupper() for each in beside))
    )


def _in_quotes(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1] in "\"„“«'" and end < len(text) and text[end] in "\"”“»'"


def _signatures(text: str) -> Iterator[Span]:
    """The line under "Lugupidamisega", when it is no institution."""
    for match in SIGNED.finditer(text):
        words = WORDS.findall(match["name"])
        capital = all(word[0].isupper() for word in words) or known(words[0]).given_base
        if capital and not any(known(word).organisation or known(word).place for word in words):
            yield match.span("name")


def _introduced(text: str) -> Iterator[Span]:
    """ "minu nimi on mari maasikas": written small, but said to be a name."""
    for match in SAID_TO_BE_NAME.finditer(text):
        first, second = match["first"], match["second"]
        if known(first).given:
            is_surname = second and (
                known(second).surname or not known(second).common or ENDS_CLAUSE.match(text, match.end())
            )
            yield match.start("first"), match.end("second" if is_surname else "first")


def _again(text: str, tokens: list[Token], sure: list[Span]) -> Iterator[Span]:
    """Words of names found, where they stand again alone, in whatever case."""
    covered = bytearray(len(text))
    for start, end in sure:
        covered[start:end] = b"\x01" * (end - start)
    taken = [token for token in tokens if covered[token.start]]
    parts = [token for token in taken if not token.is_initial and len(token.text) > 2]
    seen = {stem for token in parts for stem in stems(token.text)}
    as_written = {token.text.lower() for token in parts}
    there = {token.start for token in taken}
    for position, token in enumerate(tokens):
        if not token.is_capital or token.start in there or len(token.text) < 3 or seen.isdisjoint(stems(token.text)):
            continue
        if not known(token.text).can_be_in_name or (token.begins and not _is_one_of(token.text, as_written)):
            continue
        if not _is_called_after(text, tokens, position):
            yield token.start, token.end


def _is_one_of(word: str, as_written: set[str]) -> bool:
    """At the beginning of a sentence a common word is a name only when its base form was seen as one."""
    return not known(word).common or word.lower() in as_written or lemma(word, "et") in as_written


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """In order, those that overlap or stand beside each other as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif found and text[found[-1][1] : start] in {" ", "\u00a0"}:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
