"""Names of cases and files in the access log, and the cases of a person for staff."""

from __future__ import annotations

from django.urls import reverse

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk.queue import case_url
from raekoda.casework.cases.models import Attachment, Case
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.actor import Actor


def case_rows(person: Person, actor: Actor, limit: int) -> list[Row]:
    """The newest cases of a person that ``actor`` may see."""
    found = queries.visible_to(actor).filter(person=person).order_by("-id")[:limit]
    return [
        Row(f"{case.number} {case.subject}", case_url(case), str(case.get_status_display()), when=case.registered_at)
        for case in found
    ]


def case_names(keys: list[int]) -> dict[int, tuple[str, str]]:
    """Name and address of cases, by key."""
    cases = Case.objects.filter(pk__in=keys).only("pk", "registered_at", "subject", "token")
    return {case.pk: (f"{case.number} {case.subject}", reverse("cases:status", args=[case.token])) for case in cases}


def file_names(keys: list[int]) -> dict[int, tuple[str, str]]:
    """Name and address of files, by key."""
    files = Attachment.objects.filter(pk__in=keys).select_related("case").only(
        "pk", "name", "case__registered_at", "case__token"
    )  # fmt: skip
    return {
        file.pk: (f"{file.case.number}, {file.name}", reverse("cases:status", args=[file.case.token])) for file in files
    }
