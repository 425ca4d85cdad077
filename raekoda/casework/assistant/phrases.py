"""Phrases for published texts and for outside matters, compared with a question by embeddings.

Phrases of a text are its title, residents' words in the register and the answered question. ``elsewhere.json`` holds phrases
for matters of others: the state, doctors, banks, shops, weather, small talk. A question nearer to those has likely no answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, pstdev

from django.db import connection, transaction

from raekoda.casework.answers import queries as answers
from raekoda.casework.assistant.models import Phrase
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.core.text import LANGUAGES
from raekoda.platform.search.embedding import get_embedder
from raekoda.platform.search.models import Document, EmbeddingModel
from raekoda.platform.search.vectors import vector_literal
from raekoda.registry.services import queries as services
from raekoda.registry.services.publishing import KIND as SERVICE
from raekoda.registry.services.rules import lines

ELSEWHERE = Path(__file__).parent / "elsewhere.json"
ANSWER = Document.Kind.ANSWER
LONGEST = 300
AT_ONCE = 64
Text = tuple[str, str]
Named = tuple[str, str, str, str]


@dataclass(frozen=True)
class Nearness:
    """Cosines of a question with the nearest phrase of each text and of outside matters."""

    texts: dict[Text, float] = field(default_factory=dict)
    elsewhere: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether there are vectors to compare with."""
        return bool(self.texts) and bool(self.elsewhere)

    @property
    def best(self) -> float:
        """The cosine of the nearest text."""
        return max(self.texts.values(), default=0.0)

    def prominence(self, text: Text) -> float:
        """Standard deviations of the text's cosine above the mean of all texts."""
        deviation = pstdev(self.texts.values()) if len(self.texts) > 1 else 0.0
        mean = fmean(self.texts.values()) if self.texts else 0.0
        return (self.texts[text] - mean) / deviation if deviation and text in self.texts else 0.0


def nearness(vector: str, model: EmbeddingModel | None, municipality: Municipality) -> Nearness:
    """Compare a question's vector with all phrases. One query."""
    if model is None:
        return Nearness()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT municipality_id IS NULL, kind, key, max(-(vector <#> %(vector)s::halfvec)) FROM assistant_phrase
            WHERE model_id = %(model)s AND (municipality_id = %(municipality)s OR municipality_id IS NULL)
            GROUP BY 1, 2, 3
            """,
            {"vector": vector, "model": model.pk, "municipality": municipality.pk},
        )
        rows = cursor.fetchall()
    elsewhere = max((near for is_elsewhere, _kind, _key, near in rows if is_elsewhere), default=0.0)
    return Nearness({(kind, key): near for is_elsewhere, kind, key, near in rows if not is_elsewhere}, elsewhere)


def update_phrases(model: EmbeddingModel, municipality: Municipality | None) -> int:
    """Synchronise phrases of a municipality (None: outside matters) with published texts; returns the number added.
    Idempotent. Raises ``EmbeddingUnavailable``."""
    wanted = set(elsewhere_phrases() if municipality is None else _published_phrases(municipality))
    there = Phrase.objects.filter(municipality=municipality, model_id=model.pk)
    known = {(one.kind, one.key, one.language, one.text): one.pk for one in there.defer("vector")}
    there.filter(pk__in=[pk for named, pk in known.items() if named not in wanted]).delete()
    missing = sorted(wanted - known.keys())
    for begun in range(0, len(missing), AT_ONCE):
        _write(model, municipality, missing[begun : begun + AT_ONCE])
    return len(missing)


def delete_other_models(models: Iterable[EmbeddingModel]) -> None:
    """Delete the vectors of models that are not in use any more."""
    Phrase.objects.exclude(model_id__in=[model.pk for model in models]).delete()


def elsewhere_phrases() -> list[Named]:
    """Phrases of outside matters."""
    read = json.loads(ELSEWHERE.read_text(encoding="utf-8"))
    return [("elsewhere", "", language, one[language]) for one in read for language in LANGUAGES]


def _published_phrases(municipality: Municipality) -> Iterable[Named]:
    with municipality_scope(municipality):
        for kind, key, language, title in Document.objects.values_list("kind", "key", "language", "title"):
            yield kind, key, language, title[:LONGEST]
        for service in services.published():
            for language in LANGUAGES:
                for line in lines(getattr(service, f"words_{language}") or ""):
                    yield SERVICE, str(service.pk), language, line[:LONGEST]
        for pk, language, question in answers.public().values_list("pk", "language", "question"):
            yield ANSWER, str(pk), language, " ".join(question.split())[:LONGEST]


@transaction.atomic
def _write(model: EmbeddingModel, municipality: Municipality | None, named: list[Named]) -> None:
    vectors = get_embedder(model).queries([text for _kind, _key, _language, text in named])
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO assistant_phrase (municipality_id, kind, key, language, text, model_id, vector)
            VALUES (%s, %s, %s, %s, %s, %s, %s::halfvec) ON CONFLICT DO NOTHING
            """,
            [
                [municipality.pk if municipality else None, *one, model.pk, vector_literal(vector)]
                for one, vector in zip(named, vectors, strict=True)
            ],
        )
