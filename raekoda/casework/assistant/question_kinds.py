"""What a question asks for (a sum, a time, ...), and how well a sentence matches it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from raekoda.casework.assistant.material import Piece


class QuestionKind(StrEnum):
    """What a question asks for."""

    SUM = "sum"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    DOCUMENTS = "documents"
    WAY = "way"


QUESTIONS: dict[QuestionKind, re.Pattern[str]] = {
    kind: re.compile(rf"(?<!\w)(?:{'|'.join(words.split())})", re.IGNORECASE)
    for kind, words in {
        QuestionKind.SUM: r"""
            kui\s+palju kui\s+suur mis\s+maks maksab\s+see palju\s+maks hind hinna tasuta tasuline mitu\s+euro
            how\s+much what.{0,12}\bcost cost price fees?\b free\b how\s+(?:big|large)
            скольк\w+\s+(?:стоит|плат|получ|дают|денег|евро|составля) стоимост цен[аыу]\b бесплатн плат[аы]\b размер""",
        QuestionKind.TIME: r"""
            millal mis\s+(?:ajal|kell|ajaks|päev) kui\s+(?:kaua|kiire) mitu\s+päeva tähtaeg tähtaja lahti avatud kuna\b
            (?<=^)when (?<=[.?!;]\s)when (?<=and\s)when what\s+time how\s+long how\s+soon how\s+many\s+days deadline
            open\b opening
            (?<=^)когда (?<=[.?!;]\s)когда во\s+сколько как\s+долго сколько\s+(?:времени|дней|ждать|длится) срок
            до\s+какого часы открыт""",
        QuestionKind.PLACE: r"kus(?!\w) kuhu kust(?!\w) where где куда откуда",
        QuestionKind.PERSON: r"kes\b kellele kellel kelle kellega keda who\b whom whose кто\b кому кого чей кем\b",
        QuestionKind.DOCUMENTS: r"mis\s+dokument milli\w+\s+dokument dokumente dokumendid documents papers\b документ справк",
        QuestionKind.WAY: r"""
            kuidas mida\s+(?:teha|tegema|pean) mis\s+teha how\s+(?:do|can|to|should|must) what\s+(?:should|do|can|must)
            как(?!\w) каким\s+образом что\s+(?:делать|нужно|надо)""",
    }.items()
}
FIELDS: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.SUM: ("fee", "outcome"),
    QuestionKind.TIME: ("duration", "how_to"),
    QuestionKind.PLACE: ("place", "contact", "how_to"),
    QuestionKind.PERSON: ("audience", "contact", "requirements"),
    QuestionKind.DOCUMENTS: ("evidence", "requirements"),
    QuestionKind.WAY: ("how_to", "description"),
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
SIGNS: dict[QuestionKind, re.Pattern[str]] = {
    QuestionKind.SUM: re.compile(
        r"\d[\d\s.,]{0,20}(?:€|eur|евро|sent|цент|%|protsen|процент)|tasuta|free\b|free of charge|бесплатн|maksuta",
        re.IGNORECASE,
    ),
    QuestionKind.TIME: re.compile(
        rf"\d{{1,2}}[:.]\d{{2}}|\d{{1,2}}\.\s?(?:{MONTHS})|(?:{MONTHS})|{DAYS}|(?:{NUMBERS})[\s-]{{0,3}}(?:\w{{1,40}}\s{{1,3}})?\w{{0,40}}(?:{PERIODS})|ööpäev|kohe\b|"
        r"at once|immediately|сразу|круглосуточ",
        re.IGNORECASE,
    ),
    QuestionKind.PLACE: re.compile(
        r"https?://|www\.|@|\b\d{3,4}\b|lehel|leht|infopunkt|iseteenindus|kontor|jaam|tänav|plats|website|online|office|desk|page|"
        r"сайт|страниц|офис|самообслуж|станц|инфо",
        re.IGNORECASE,
    ),
    QuestionKind.PERSON: re.compile(r"@|\b\d{3,8}\b|helista|kirjuta|call|write to|звони|пишите", re.IGNORECASE),
}


def question_kinds(question: str) -> list[QuestionKind]:
    """The recognised kinds of a question, most specific first."""
    return [kind for kind, words in QUESTIONS.items() if words.search(question)]


def match_score(piece: Piece, asked: QuestionKind) -> float:
    """0 to 1: how well a sentence matches the kind, by its field in the register and by patterns in its text."""
    by_words = 1.0 if (signs := SIGNS.get(asked)) and signs.search(piece.text) else 0.0
    fields = FIELDS[asked]
    by_field = 1.0 - fields.index(piece.field) / len(fields) if piece.field in fields else 0.0
    return (by_words + by_field) / 2 if asked in SIGNS else by_field


def lacks_asked_fact(question: str, pieces: Sequence[Piece]) -> bool:
    """Whether a question asks for a sum or a time that no sentence contains."""
    hard = [kind for kind in question_kinds(question) if kind in (QuestionKind.SUM, QuestionKind.TIME)]
    return any(not any(SIGNS[kind].search(piece.text) for piece in pieces) for kind in hard)
