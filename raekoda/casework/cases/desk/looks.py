"""Looks of staff at cases of known persons, for the persons to read; and a person's cases on their page of the desk."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk.queue import case_url
from raekoda.casework.cases.models import Attachment, Case
from raekoda.identity.accesslog import dossier, looks
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.sections import Row
from raekoda.platform.core.actor import Actor


def register() -> None:
    """Name the looks, what was looked at, and the part of a person's page."""
    why = _("handling the case")
    looks.register("cases.view", words=_("an official opened your case"), why=why)
    looks.register("cases.contact", words=_("an official looked at your contact data"), why=why)
    looks.register("cases.file", words=_("an official opened a file of your case"), why=why)
    looks.register("cases.letter", words=_("an official read a letter of your case"), why=why)
    looks.register("cases.found", words=_("your case was in the results of a search"), why=_("searching for a case"))
    looks.register("cases.export", words=_("your case was in an extract of a list"), why=_("overview of the work"))
    looks.name_subjects(Case, _named)
    looks.name_subjects(Attachment, _files_named)
    dossier.register(dossier.Part("cases", _("Cases"), rows, order=10, icon="inbox"))


def rows(person: Person, by: Actor, limit: int) -> list[Row]:
    """The newest cases of a person that ``by`` may see."""
    found = queries.visible_to(by).filter(person=person).order_by("-id")[:limit]
    return [
        Row(f"{case.number} {case.subject}", case_url(case), str(case.get_status_display()), when=case.registered_at)
        for case in found
    ]


def _named(keys: list[int]) -> dict[int, tuple[str, str]]:
    cases = Case.objects.filter(pk__in=keys).only("pk", "registered_at", "subject", "token")
    return {case.pk: (f"{case.number} {case.subject}", reverse("cases:status", args=[case.token])) for case in cases}


def _files_named(keys: list[int]) -> dict[int, tuple[str, str]]:
    files = Attachment.objects.filter(pk__in=keys).select_related("case").only(
        "pk", "name", "case__registered_at", "case__token"
    )  # fmt: skip
    return {
        file.pk: (f"{file.case.number}, {file.name}", reverse("cases:status", args=[file.case.token])) for file in files
    }
