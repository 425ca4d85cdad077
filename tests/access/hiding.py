"""The world without some cases: they and all that belongs to them are deleted behind the back of Django and of the triggers.

What is deleted is found from the models themselves: every record that refers to a hidden case, whatever refers to such a
record, and entries of the journal, the access log, deliveries and payments about any of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case
from raekoda.channels.dhx.models import Document
from raekoda.channels.mailbox.models import Mail
from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Contact
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.payments.models import Payment

Model = type[models.Model]
LIVES_ON = {
    (PublishedAnswer, "case"): "a published answer is of all; it loses its reference",
    (Mail, "letter"): "a letter that came back is mail of its own",
    (Document, "reply_to"): "a document of another case stays",
    (Case, "merged_into"): "cases that are merged are of the same unit, service and sensitivity in these worlds",
}
"""References to what is deleted that do not make a record part of it, with the reason: they are emptied."""
ABOUT = (JournalEntry, Look, Delivery, Payment)
"""Records that refer to others by ``subject_type`` and ``subject_id``."""


@lru_cache(maxsize=1)
def references() -> dict[Model, tuple[tuple[Model, str, bool], ...]]:
    """By model: the models and columns that refer to it, and whether such a record is a part of it."""
    found: dict[Model, list[tuple[Model, str, bool]]] = defaultdict(list)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                found[field.related_model].append((model, field.column, (model, field.name) not in LIVES_ON))  # type: ignore[index]
    return {model: tuple(rows) for model, rows in found.items()}


def everything_of(cases: Iterable[int]) -> dict[Model, set[int]]:
    """Keys of the cases and of all records that are part of them, by model."""
    found: dict[Model, set[int]] = defaultdict(set)
    found[Case] = set(cases)
    waiting: list[tuple[Model, set[int]]] = [(Case, found[Case])]
    while waiting:
        model, keys = waiting.pop()
        for other, column, is_part in references().get(model, ()):
            if is_part and (new := _keys(other, column, keys) - found[other]):
                found[other] |= new
                waiting.append((other, new))
    found[Contact] = _contacts_without_others(found[Case])
    return {model: keys for model, keys in found.items() if keys}


def delete_cases(cases: Iterable[int], *, looks_of: int | None = None) -> None:
    """Delete the cases and everything that is part of them; the access log of the person ``looks_of`` stays."""
    gone = everything_of(cases)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model, keys in gone.items():
            for statement, arguments in _statements(model, sorted(keys), looks_of):
                cursor.execute(statement, arguments)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _statements(model: Model, keys: list[int], looks_of: int | None) -> Iterator[tuple[str, list[Any]]]:
    for other, column, is_part in references().get(model, ()):
        if not is_part and other is not Case:
            yield f'UPDATE "{other._meta.db_table}" SET "{column}" = NULL WHERE "{column}" = ANY(%s)', [keys]
    for about in ABOUT:
        spared = f" AND person_id IS DISTINCT FROM {looks_of or 0}" if about is Look else ""
        yield (
            f'DELETE FROM "{about._meta.db_table}" WHERE subject_type = %s AND subject_id = ANY(%s){spared}',
            [model._meta.label_lower, keys],
        )
    yield f'DELETE FROM "{model._meta.db_table}" WHERE "{model._meta.pk.column}" = ANY(%s)', [keys]


def _keys(model: Model, column: str, wanted: set[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}" WHERE "{column}" = ANY(%s)',
            [sorted(wanted)],
        )
        return {key for (key,) in cursor.fetchall()}


def _contacts_without_others(cases: set[int]) -> set[int]:
    """Contact data that only these cases refer to."""
    theirs = set(Case.objects.filter(pk__in=cases).exclude(contact=None).values_list("contact", flat=True))
    others = Case.objects.exclude(pk__in=cases).filter(contact__in=theirs).values_list("contact", flat=True)
    return theirs - set(others)
