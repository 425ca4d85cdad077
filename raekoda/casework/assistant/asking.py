"""What kind of thing a question asks for, and which words of the register hold it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from raekoda.casework.assistant.material import Piece


class Asked(StrEnum):
    """The thing asked for."""

    SUM = "sum"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    DOCUMENTS = "documents"
    WAY = "way"


QUESTIONS: dict[Asked, re.Pattern[str]] = {
    kind: re.compile(rf"(?<!\w)(?:{'|'.join(words.split())})", re.IGNORECASE)
    for kind, words in {
        Asked.SUM: r"""
            kui\s+palju kui\s+suur mis\s+maks maksab\s+see palju\s+maks hind hinna tasuta tasuline mitu\s+euro
            how\s+much what.{0,12}\bcost cost price fees?\b free\b how\s+(?:big|large)
            скольк\w+\s+(?:стоит|плат|получ|дают|денег|евро|составля) стоимост цен[аыу]\b бесплатн плат[аы]\b размер""",
        Asked.TIME: r"""
            millal mis\s+(?:ajal|kell|ajaks|päev) kui\s+(?:kaua|kiire) mitu\s+päeva tähtaeg tähtaja lahti avatud kuna\b
            (?<=^)when (?<=[.?!;]\s)when (?<=and\s)when what\s+time how\s+long how\s+soon how\s+many\s+days deadline
            open\b opening
            (?<=^)когда (?<=[.?!;]\s)когда во\s+сколько как\s+долго сколько\s+(?:времени|дней|ждать|длится) срок
            до\s+какого часы открыт""",
        Asked.PLACE: r"kus(?!\w) kuhu kust(?!\w) where где куда откуда",
        Asked.PERSON: r"kes\b kellele kellel kelle kellega keda who\b whom whose кто\b кому кого чей кем\b",
        Asked.DOCUMENTS: r"mis\s+dokument milli\w+\s+dokument dokumente dokumendid documents papers\b документ справк",
        Asked.WAY: r"""
            kuidas mida\s+(?:teha|tegema|pean) mis\s+teha how\s+(?:do|can|to|should|must) what\s+(?:should|do|can|must)
            как(?!\w) каким\s+образом что\s+(?:делать|нужно|надо)""",
    }.items()
}
FIELDS: dict[Asked, tuple[str, ...]] = {
    Asked.SUM: ("fee", "outcome"),
    Asked.TIME: ("duration", "how_to"),
    Asked.PLACE: ("place", "contact", "how_to"),
    Asked.PERSON: ("audience", "contact", "requirements"),
    Asked.DOCUMENTS: ("evidence", "requirements"),
    Asked.WAY: ("how_to", "description"),
}
MONTHS = (
    r"jaanuar|veebruar|märts|aprill|juuni|juuli|august|septemb|oktoob|novemb|detsemb|january|february|march|april|june|july|"
    r"september|october|november|december|январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр"
)
DAYS = (
    r"esmaspäev|teisipäev|kolmapäev|neljapäev|reede|laupäev|pühapäev|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"понедельник|вторник|сред[ауы]\b|четверг|пятниц|суббот|воскресень"
)
NUMBERS = (
    r"\d|kaks|kolm|neli|viis|kuus|seitse|kahe|kolme|nelja|viie|kuue|ühe|üks|one|two|three|four|five|six|seven|ten|"
    r"один|одного|два|двух|три|тр[её]х|четыре|пять|пяти|шесть|семь|десять|десяти"
)
PERIODS = r"päev|nädal|kuu\b|kuud|aasta|tund|tunni|minut|day|week|month|year|hour|дн(?:я|ей)|день|недел|месяц|год|час"
SIGNS: dict[Asked, re.Pattern[str]] = {
    Asked.SUM: re.compile(
        r"\d[\d\s.,]{0,20}(?:€|eur|евро|sent|цент|%|protsen|процент)|tasuta|free\b|free of charge|бесплатн|maksuta",
        re.IGNORECASE,
    ),
    Asked.TIME: re.compile(
        rf"\d{{1,2}}[:.]\d{{2}}|\d{{1,2}}\.\s?(?:{MONTHS})|(?:{MONTHS})|{DAYS}|(?:{NUMBERS})[\s-]{{0,3}}(?:\w{{1,40}}\s{{1,3}})?\w{{0,40}}(?:{PERIODS})|ööpäev|kohe\b|"
        r"at once|immediately|сразу|круглосуточ",
        re.IGNORECASE,
    ),
    Asked.PLACE: re.compile(
        r"https?://|www\.|@|\b\d{3,4}\b|lehel|leht|infopunkt|iseteenindus|kontor|jaam|tänav|plats|website|online|office|desk|page|"
        r"сайт|страниц|офис|самообслуж|станц|инфо",
        re.IGNORECASE,
    ),
    Asked.PERSON: re.compile(r"@|\b\d{3,8}\b|helista|kirjuta|call|write to|звони|пишите", re.IGNORECASE),
}


def asked_for(question: str) -> list[Asked]:
    """The things a question asks for, the most telling first; empty when none is recognised."""
    return [kind for kind, words in QUESTIONS.items() if words.search(question)]


def holds(piece: Piece, asked: Asked) -> float:
    """0 to 1: whether a sentence holds a thing of the kind asked for, by its field in the register and by its words."""
    by_words = 1.0 if (signs := SIGNS.get(asked)) and signs.search(piece.text) else 0.0
    fields = FIELDS[asked]
    by_field = 1.0 - fields.index(piece.field) / len(fields) if piece.field in fields else 0.0
    return (by_words + by_field) / 2 if asked in SIGNS else by_field


def lacks(question: str, pieces: Sequence[Piece]) -> bool:
    """Whether a question asks how much or when, and no sentence of a text holds a sum or a time."""
    hard = [kind for kind in asked_for(question) if kind in (Asked.SUM, Asked.TIME)]
    return any(not any(SIGNS[kind].search(piece.text) for piece in pieces) for kind in hard)
