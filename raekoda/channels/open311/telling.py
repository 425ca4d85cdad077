"""What a partner may read of the reports it made here: service request updates, from the journal and what was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases.models import Case, Message, Outcome
from raekoda.casework.cases.privacy import public_contacts, without_people, without_sender
from raekoda.channels.open311 import rules
from raekoda.channels.open311.models import Received
from raekoda.channels.open311.queries import w3
from raekoda.platform.core.models import JournalEntry, Municipality

MOST = 1000
ENDING = ("cases.answer", "cases.close", "cases.answer_on_the_spot", "cases.forward")
TOLD = ("cases.ask", "cases.tell", "cases.extend", "cases.suspend", "cases.reopen", "cases.merge")


def updates(
    partner_id: int, municipality: Municipality, start: datetime, end: datetime, numbers: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """The updates of a span of time, oldest first, at most 1,000; ``numbers`` narrows down to some reports.

    What is said to the sender is told, without what tells who the sender is. A report that was joined to another one gets
    what is answered there.
    """
    followed = _followed(partner_id, start, list(numbers))
    lines = list(
        JournalEntry.objects.filter(
            subject_type=Case._meta.label_lower, subject_id__in=followed, action__in=(*ENDING, *TOLD), at__range=(start, end)
        ).order_by("id")[:MOST]
    )  # fmt: skip
    said = Message.objects.in_bulk([line.data["message"] for line in lines if line.data.get("message")])
    keep = public_contacts(municipality) if lines else frozenset()
    return [row for line in lines for row in _rows(line, followed[line.subject_id or 0], said, keep)][:MOST]


def _followed(partner_id: int, start: datetime, numbers: list[str]) -> dict[int, list[Case]]:
    """The partner's cases that changed since ``start``, by the key of the case whose journal tells of them."""
    changed = Q(case__updated_at__gte=start) | Q(case__merged_into__updated_at__gte=start)
    received = Received.objects.filter(changed, partner=partner_id)
    if numbers:
        received = received.filter(case__in=[key for number in numbers if (key := rules.key_of(number)) is not None])
    cases = Case.objects.filter(pk__in=received.values("case")).select_related("contact").defer("words")
    followed: dict[int, list[Case]] = {}
    for case in cases:
        for key in filter(None, (case.pk, case.merged_into_id)):
            followed.setdefault(key, []).append(case)
    return followed


def _rows(
    line: JournalEntry, cases: list[Case], said: dict[int, Message], keep: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for case in cases:
        is_own = case.pk == line.subject_id
        if not is_own and line.action not in ENDING:
            continue
        with override(case.language):
            message = said.get(line.data.get("message") or 0)
            text = message.text if message else _words(line)
        language = case.language
        public = without_sender(text, case.contact, language, keep) if is_own else without_people(text, None, language)
        yield {
            "update_id": str(line.pk) if is_own else f"{line.pk}-{case.pk}",
            "service_request_id": case.number,
            "status": "closed" if line.action in ENDING else "open",
            "updated_datetime": w3(line.at),
            "description": public.text[: rules.LONGEST_DESCRIPTION],
            "media_url": None,
            "external_status_code": _outcome(line),
        }


def _outcome(line: JournalEntry) -> str | None:
    """Our own word for what came of it."""
    if line.action == "cases.forward":
        return Outcome.NOT_OURS.value
    if line.action == "cases.answer_on_the_spot":
        return Outcome.ANSWERED.value
    return line.data.get("outcome") if line.action in ENDING else None


def _words(line: JournalEntry) -> str:
    """What a line of the journal without a message says to the sender."""
    if line.action == "cases.merge":
        return _("Joined to an earlier report about the same; the answer given there comes here too.")
    said, reason = _("Reopened"), ""
    if line.action == "cases.forward":
        said, reason = _("Forwarded to %(name)s.") % {"name": line.data.get("to", "")}, line.reason
    elif line.action == "cases.extend":
        day = parse_date(str(line.data.get("due_on", "")))
        until = date_format(day, "SHORT_DATE_FORMAT") if day else ""
        said, reason = _("The answer takes longer, until %(day)s.") % {"day": until}, line.reason
    elif line.action == "cases.suspend":
        said, reason = _("Handling is suspended"), line.reason
    return f"{said}\n\n{reason}".strip()
