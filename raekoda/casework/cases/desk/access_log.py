"""Names of cases and files in the access log, and the cases of a person for staff."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk.queue import case_url
from raekoda.casework.cases.models import Attachment, Case
from raekoda.casework.cases.visibility import withheld, workable
from raekoda.identity.accounts.capabilities import ORDINARY, Capability
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.identity.registers.models import Query
from raekoda.platform.core.actor import Actor


def case_rows(person: Person, actor: Actor, limit: int) -> list[Row]:
    """The newest cases of a person that ``actor`` may see. A special matter stands with the person whom it is about, and with
    its sender only for who may see that."""
    is_about = Q(concerned=person) | Q(person=person, concerned=None)
    is_sent = Q(person=person) & (Q(sensitivity__in=ORDINARY) | workable(actor, Capability.SEE_REPORTER))
    found = queries.visible_to(actor).filter(is_about | is_sent).order_by("-id")[:limit]
    return [
        Row(f"{case.number} {case.subject}", case_url(case), str(case.get_status_display()), when=case.registered_at)
        for case in found
    ]


def case_names(keys: list[int]) -> dict[int, tuple[str, str]]:
    """Name and address of cases, by key: of special matters the number alone, and no address for the person concerned."""
    fields = ("pk", "registered_at", "subject", "token", "sensitivity", "concerned")
    return {
        case.pk: (case.number if case.is_special else f"{case.number} {case.subject}", _own_url(case))
        for case in Case.objects.filter(pk__in=keys).only(*fields)
    }


def file_names(keys: list[int]) -> dict[int, tuple[str, str]]:
    """Name and address of files, by key."""
    files = Attachment.objects.filter(pk__in=keys).select_related("case").only(
        "pk", "name", "case__registered_at", "case__token", "case__sensitivity", "case__concerned"
    )  # fmt: skip
    return {
        file.pk: (file.case.number if file.case.is_special else f"{file.case.number}, {file.name}", _own_url(file.case))
        for file in files
    }


def withheld_files() -> QuerySet[Any]:
    """Keys of the files of cases that are withheld from the person concerned."""
    return Attachment.objects.filter(withheld("case__")).values("pk")


def withheld_cases() -> QuerySet[Any]:
    """Keys of the cases that are withheld from the person concerned."""
    return Case.objects.filter(withheld()).values("pk")


def withheld_register_queries() -> QuerySet[Any]:
    """Keys of the queries of state registers that were made for withheld cases."""
    cases = Case.objects.filter(withheld()).only("pk", "registered_at")
    return Query.objects.filter(issue__in=[case.number for case in cases]).values("pk")


def _own_url(case: Case) -> str:
    """The private page of the sender; none for the person concerned."""
    return "" if case.concerned_id else reverse("cases:status", args=[case.token])
