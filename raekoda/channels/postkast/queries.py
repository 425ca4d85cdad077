"""Reads of letters; ``visible_to`` decides what an actor sees."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.records import readable_records
from raekoda.channels.postkast.models import Connection, Letter, Template
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """Letters of the cases that ``actor`` may read, for officials; none for others. Without the recipient's code."""
    letters = Letter.objects.select_related("case", "template", "written_by").defer("code", "case__words")
    return letters.filter(readable_records(actor)) if actor.may("statebox.view") else letters.none()


def for_case(case: Case, actor: Actor) -> QuerySet[Letter]:
    """Letters about a case, the newest first."""
    return visible_to(actor).filter(case=case).order_by("-id")


def active_templates() -> QuerySet[Template]:
    """Active templates that have texts."""
    return Template.objects.filter(is_active=True).exclude(texts=[])


def is_connected() -> bool:
    """Whether the municipality has a state mailbox to send to."""
    return Connection.objects.filter(is_active=True).exists()


def find_connection() -> Connection | None:
    """The connection of the open municipality, in use or not; its token is not read."""
    return Connection.objects.defer("token").first()
