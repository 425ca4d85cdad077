"""Service request updates of the reports that a partner made here, from the journal and messages."""

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
from raekoda.channels.open311.queries import format_time
from raekoda.platform.core.models import JournalEntry, Municipality

MAX_UPDATES = 1000
ENDING = ("cases.answer", "cases.close", "cases.answer_on_the_spot", "cases.forward")
REPORTED = ("cases.ask", "cases.tell", "cases.extend", "cases.suspend", "cases.reopen", "cases.merge")


def updates(
    partner_id: int, municipality: Municipality, start: datetime, end: datetime, numbers: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """The updates of a span of time, oldest first, at most 1,000; ``numbers`` limits them to some reports.

    Texts to the sender are included without the sender's personal data. A merged report gets the answer of the report it
    was merged into.
    """
    tracked = _tracked_cases(partner_id, start, list(numbers))
    lines = list(
        JournalEntry.objects.filter(
            subject_type=Case._meta.label_lower, subject_id__in=tracked, action__in=(*ENDING, *REPORTED), at__range=(start, end)
        ).order_by("id")[:MAX_UPDATES]
    )  # fmt: skip
    messages = Message.objects.in_bulk([line.data["message"] for line in lines if line.data.get("message")])
    allowed_contacts = public_contacts(municipality) if lines else frozenset()
    return [row for line in lines for row in _rows(line, tracked[line.subject_id or 0], messages, allowed_contacts)][
        :MAX_UPDATES
    ]


def _tracked_cases(partner_id: int, start: datetime, numbers: list[str]) -> dict[int, list[Case]]:
    """The partner's cases that changed since ``start``, by the key of the case whose journal has their updates."""
    changed = Q(case__updated_at__gte=start) | Q(case__merged_into__updated_at__gte=start)
    received = Received.objects.filter(changed, partner=partner_id)
    if numbers:
        received = received.filter(
            case__in=[key for number in numbers if (key := rules.parse_case_key(number)) is not None]
        )
    cases = Case.objects.filter(pk__in=received.values("case")).select_related("contact").defer("words")
    tracked: dict[int, list[Case]] = {}
    for case in cases:
        for key in filter(None, (case.pk, case.merged_into_id)):
            tracked.setdefault(key, []).append(case)
    return tracked


def _rows(
    line: JournalEntry, cases: list[Case], messages: dict[int, Message], allowed_contacts: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for case in cases:
        is_own = case.pk == line.subject_id
        if not is_own and line.action not in ENDING:
            continue
        with override(case.language):
            message = messages.get(line.data.get("message") or 0)
            text = message.text if message else _text(line)
        language = case.language
        public = (
            without_sender(text, case.contact, language, allowed_contacts)
            if is_own
            else without_people(text, None, language)
        )
        yield {
            "update_id": str(line.pk) if is_own else f"{line.pk}-{case.pk}",
            "service_request_id": case.number,
            "status": "closed" if line.action in ENDING else "open",
            "updated_datetime": format_time(line.at),
            "description": public.text[: rules.MAX_DESCRIPTION],
            "media_url": None,
            "external_status_code": _outcome(line),
        }


def _outcome(line: JournalEntry) -> str | None:
    """The outcome in our own vocabulary."""
    if line.action == "cases.forward":
        return Outcome.NOT_OURS.value
    if line.action == "cases.answer_on_the_spot":
        return Outcome.ANSWERED.value
    return line.data.get("outcome") if line.action in ENDING else None


def _text(line: JournalEntry) -> str:
    """The text to the sender for a journal line without a message."""
    if line.action == "cases.merge":
        return _("Joined to an earlier report about the same; the answer given there comes here too.")
    state, reason = _("Reopened"), ""
    if line.action == "cases.forward":
        state, reason = _("Forwarded to %(name)s.") % {"name": line.data.get("to", "")}, line.reason
    elif line.action == "cases.extend":
        day = parse_date(str(line.data.get("due_on", "")))
        until = date_format(day, "SHORT_DATE_FORMAT") if day else ""
        state, reason = _("The answer takes longer, until %(day)s.") % {"day": until}, line.reason
    elif line.action == "cases.suspend":
        state, reason = _("Handling is suspended"), line.reason
    return f"{state}\n\n{reason}".strip()
