"""What a question is about, and whether a text is about it too: by lemma, compound, residents' words or a small misspelling."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from raekoda.casework.assistant.material import Material
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import lemma, normalize_text, words
from raekoda.platform.search.query_analysis import FUNCTION_WORDS
from raekoda.registry.services.models import Service

SHORTEST_PART = 4
ALIKE = 0.8
CYRILLIC = str.maketrans(
    {
        **dict(zip("abdefghijklmnoprstuvzõäöü", "абдефгхийклмнопрстувзыяёю", strict=True)),
        "š": "ш",
        "ž": "ж",
    }
)
GENERIC_WORDS = {
    language: frozenset(written.split())
    for language, written in {
        "et": """linn vald linnavalitsus vallavalitsus omavalitsus raha inimene asi palun tere aitäh tegema andma saama panema
            minema tulema maksma küsima kuulma nüüd juba ikka väga kõik mõni keegi miski praegu täna siin seal oma kas või abi
            eest jaoks juures kohta pärast enne läbi kätte välja maha palk suur väike uus vana hea odav kallis kord aeg aasta
            päev kuu leidma mul mulle meil meile teil minu meie laskma vaja vajama olema pidama kui kuda mil kah alla peale
            elama hakkama teadma ütlema korraldama koht euro eile""",
        "en": """city town municipality council money person thing please hello get give put go come pay ask now already very
            all some any today here there need want new old big small my our me us find make take last next year day month
            much many long free good about does did has have will would could should it's am into up out""",
        "ru": """город городской волость самоуправление деньги человек дело пожалуйста здравствуйте получить дать давать идти
            платить спросить сейчас уже очень весь сегодня здесь там надо нужно новый старый большой маленький год день месяц
            сколько много найти сделать делать мочь хотеть подать почему можно""",
    }.items()
}


@dataclass(frozen=True)
class SubjectMatch:
    """Shares (0 to 1) of the words that a question is about: ``named`` in what a text is called, ``absent`` nowhere in it."""

    named: float = 0.0
    absent: float = 1.0
    words: int = 0


def subject_words(question: str, language: str, municipality: Municipality) -> list[str]:
    """Lemmas of a question without function words, words that fit any question and the municipality's own name."""
    idle = _idle_words(language)
    own = own_names(municipality)
    asked = [(word, lemma(word, language)) for word in words(question) if not _is_own(word, own)]
    return list(dict.fromkeys(found for word, found in asked if not {found, word.lower()} & idle and len(found) > 1))


def without_own_name(question: str, municipality: Municipality) -> str:
    """The question without the name of the municipality; unchanged when nothing else is left."""
    own = own_names(municipality)
    text = re.sub(
        r"[^\W_]+(?:[-'’][^\W_]+)*", lambda word: "" if _is_own(word.group(), own) else word.group(), question
    )
    return " ".join(text.split()) if words(text) else question


def own_names(municipality: Municipality) -> frozenset[str]:
    """The municipality's name in Latin and Cyrillic, without "city" or "parish"."""
    name = words(municipality.name.lower())[:1]
    return frozenset(written for one in name for written in (one, one.translate(CYRILLIC)))


def match_subject(asked: Collection[str], language: str, material: Material) -> SubjectMatch:
    """How far a text is about the words of a question."""
    if not asked:
        return SubjectMatch()
    names = _lemmas(" ".join(_names(material, language)), language)
    body = names | _lemmas(" ".join(piece.text for piece in material.pieces), material.found.language)
    named = sum(_is_among(word, names) for word in asked)
    absent = sum(not _is_among(word, body) for word in asked)
    return SubjectMatch(named / len(asked), absent / len(asked), len(asked))


def _idle_words(language: str) -> frozenset[str]:
    return FUNCTION_WORDS.get(language, frozenset()) | GENERIC_WORDS.get(language, frozenset())


def _is_own(word: str, own: frozenset[str]) -> bool:
    lowered = word.lower()
    return any(lowered.startswith(name) and len(lowered) - len(name) <= 4 for name in own)


def _names(material: Material, language: str) -> list[str]:
    """The title of a text, and of its service the name, summary and residents' words in the language of the question."""
    return [material.found.title, *(_of_service(material.service, language) if material.service else ())]


def _of_service(service: Service, language: str) -> list[str]:
    return [getattr(service, f"{name}_{language}", "") or "" for name in ("name", "summary", "words")]


def _lemmas(text: str, language: str) -> frozenset[str]:
    return frozenset(lemma(word, language) for word in words(text)) - _idle_words(language)


def _is_among(word: str, names: frozenset[str]) -> bool:
    folded = _folded(word)
    return word in names or any(_is_alike(folded, _folded(name)) for name in names)


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return normalize_text(word)


def _is_alike(word: str, name: str) -> bool:
    """Whether one word is a part of the other, as in compounds, or a misspelling of it."""
    shorter, longer = sorted((word, name), key=len)
    if len(shorter) < SHORTEST_PART:
        return shorter == longer
    if longer.startswith(shorter) or longer.endswith(shorter):
        return True
    is_near = len(longer) - len(shorter) <= 2 and longer[:2] == shorter[:2]
    return is_near and len(longer) > SHORTEST_PART and SequenceMatcher(None, word, name).ratio() >= ALIKE
