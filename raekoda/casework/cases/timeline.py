"""The messages and events of a case as one list: for staff, for the sender, for the public."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases.models import Attachment, Case, Kind, Message, Outcome
from raekoda.casework.cases.privacy import without_sender
from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.models import Unit
from raekoda.identity.accounts.queries import get_display_names
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import JournalEntry


@dataclass(frozen=True)
class Entry:
    """One entry of the timeline: a message (``message`` is set) or an event."""

    at: datetime
    title: str
    author: str = ""
    text: str = ""
    tone: str = "neutral"
    icon: str = ""
    action: str = ""
    message: Message | None = None
    attachments: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True)
class EventDisplay:
    """How a line of the journal is shown. ``audience`` is who sees it: staff, sender or public (each includes the former)."""

    title: Any
    audience: str = "staff"
    icon: str = ""
    tone: str = "neutral"
    details: Callable[[dict[str, Any], Names], str] | None = None


@dataclass
class Names:
    """Names of the people and units that journal lines refer to by key."""

    people: dict[int, str]
    units: dict[int, str]


def _assignment(data: dict[str, Any], names: Names) -> str:
    parts = [names.units.get(data.get("unit") or 0, ""), names.people.get(data.get("official") or 0, "")]
    return " · ".join(part for part in parts if part)


def _extension(data: dict[str, Any], names: Names) -> str:
    day = parse_date(str(data.get("due_on", "")))
    return _("until %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")} if day else ""


def _outcome(data: dict[str, Any], names: Names) -> str:
    return str(Outcome(data["outcome"]).label) if data.get("outcome") in Outcome.values else ""


def _kind(data: dict[str, Any], names: Names) -> str:
    return str(Kind(data["kind"]).label) if data.get("kind") in Kind.values else ""


def _level(data: dict[str, Any], names: Names) -> str:
    return str(Sensitivity(data["level"]).label) if data.get("level") in Sensitivity.values else ""


def _participant(data: dict[str, Any], names: Names) -> str:
    return names.people.get(data.get("user") or 0, "")


def _score(data: dict[str, Any], names: Names) -> str:
    return f"{data.get('score', '')} / 5"


EVENTS = {
    "open": EventDisplay(gettext_lazy("Registered"), "public", "inbox", "info"),
    "assign": EventDisplay(gettext_lazy("Assigned"), "staff", "user", "neutral", _assignment),
    "set_service": EventDisplay(gettext_lazy("Service changed"), "staff", "tag"),
    "set_kind": EventDisplay(gettext_lazy("Kind changed"), "staff", "shapes", "neutral", _kind),
    "see_contact": EventDisplay(gettext_lazy("Sender's data looked at"), "staff", "eye"),
    "extend": EventDisplay(gettext_lazy("Period extended"), "sender", "calendar-clock", "warning", _extension),
    "suspend": EventDisplay(gettext_lazy("Suspended"), "sender", "pause", "warning"),
    "resume": EventDisplay(gettext_lazy("Resumed"), "sender", "play", "info", _extension),
    "forward": EventDisplay(gettext_lazy("Forwarded to another body"), "public", "send", "info"),
    "merge": EventDisplay(gettext_lazy("Joined to another case"), "public", "merge", "neutral"),
    "merged_in": EventDisplay(gettext_lazy("Another case was joined to this one"), "staff", "merge"),
    "answer": EventDisplay(gettext_lazy("Answered and closed"), "public", "check", "success", _outcome),
    "close": EventDisplay(gettext_lazy("Closed"), "public", "check", "success", _outcome),
    "answer_on_the_spot": EventDisplay(gettext_lazy("Answered on the spot"), "public", "check", "success", _outcome),
    "reopen": EventDisplay(gettext_lazy("Reopened"), "public", "rotate-ccw", "warning"),
    "rate": EventDisplay(gettext_lazy("Rated"), "sender", "star", "neutral", _score),
    "release_attachment": EventDisplay(gettext_lazy("A file was shown to the public"), "staff", "eye"),
    "withdraw_attachment": EventDisplay(gettext_lazy("A file was hidden from the public"), "staff", "eye-off"),
    "anonymise": EventDisplay(gettext_lazy("Personal data removed"), "staff", "shield"),
    "set_sensitivity": EventDisplay(gettext_lazy("Sensitivity decided"), "staff", "shield", "neutral", _level),
    "ask_in": EventDisplay(gettext_lazy("A colleague was asked in"), "staff", "user-plus", "neutral", _participant),
    "end_participation": EventDisplay(
        gettext_lazy("A colleague no longer reads it"), "staff", "user-minus", "neutral", _participant
    ),
    "break_glass": EventDisplay(gettext_lazy("Emergency access"), "staff", "shield-alert", "warning"),
    "follow": EventDisplay(gettext_lazy("Somebody asked to follow"), "staff", "bell"),
}
MESSAGE_ICONS = {
    Message.Kind.OPENING: ("message-square", "info"),
    Message.Kind.QUESTION: ("circle-help", "warning"),
    Message.Kind.REPLY: ("reply", "info"),
    Message.Kind.ANSWER: ("check", "success"),
    Message.Kind.UPDATE: ("info", "neutral"),
    Message.Kind.NOTE: ("lock", "neutral"),
}
AUDIENCES = {"staff": {"staff", "sender", "public"}, "sender": {"sender", "public"}, "public": {"public"}}


def timeline(case: Case, actor: Actor, *, as_sender: bool = False) -> list[Entry]:
    """Messages and journal lines of ``case`` that the reader may see, oldest first; at most seven queries.

    Staff see everything with names. The sender (``as_sender``: the view has checked the private link) sees the messages
    between the two and the stages of the case; others see the stages, and the answers without contact data.
    """
    audience = "staff" if actor.may("cases.view", case) and not as_sender else "sender" if as_sender else "public"
    entries = [*_messages(case, audience), *_event_entries(case, audience)]
    return sorted(entries, key=lambda entry: (entry.at, entry.message is None))


def _messages(case: Case, audience: str) -> Iterable[Entry]:
    messages = case.messages.select_related("author").prefetch_related("attachments")
    if audience == "sender":
        messages = messages.exclude(kind=Message.Kind.NOTE)
    if audience == "public":
        messages = messages.filter(kind=Message.Kind.ANSWER)
    return [_message_entry(message, case, audience) for message in messages]


def _message_entry(message: Message, case: Case, audience: str) -> Entry:
    icon, tone = MESSAGE_ICONS[Message.Kind(message.kind)]
    public = audience == "public"
    author = message.author.display_name if message.author else ""
    files = [each for each in message.attachments.all() if not public or each.is_public]
    return Entry(
        at=message.at,
        title=message.get_kind_display(),
        author="" if public else author,
        text=without_sender(message.text, case.contact, case.language).text if public else message.text,
        tone=tone,
        icon=icon,
        action=message.kind,
        message=message,
        attachments=files,
    )


def _event_entries(case: Case, audience: str) -> Iterable[Entry]:
    lines = [
        (line, display)
        for line in history(case)
        if (display := EVENTS.get(line.action.removeprefix("cases."))) and display.audience in AUDIENCES[audience]
    ]
    names = _names(line for line, _ in lines) if audience == "staff" else Names({}, {})
    return [_event_entry(line, display, names, audience) for line, display in lines]


def _event_entry(line: JournalEntry, display: EventDisplay, names: Names, audience: str) -> Entry:
    shows_reason = audience == "staff" or (audience == "sender" and line.action in ("cases.extend", "cases.suspend"))
    details = display.details(line.data, names) if display.details else ""
    return Entry(
        at=line.at,
        title=str(display.title),
        author=_actor_name(line, names) if audience == "staff" else "",
        text="\n".join(part for part in (details, line.reason if shows_reason else "") if part),
        tone=display.tone,
        icon=display.icon,
        action=line.action.removeprefix("cases."),
    )


def _actor_name(line: JournalEntry, names: Names) -> str:
    if line.actor_kind == JournalEntry.ActorKind.STAFF:
        return names.people.get(line.actor_id or 0, "")
    return str(JournalEntry.ActorKind(line.actor_kind).label)


def _names(lines: Iterable[JournalEntry]) -> Names:
    lines = list(lines)
    people = {line.actor_id for line in lines if line.actor_kind == JournalEntry.ActorKind.STAFF and line.actor_id}
    people |= {line.data["official"] for line in lines if line.data.get("official")}
    units = {line.data["unit"] for line in lines if line.data.get("unit")}
    return Names(
        get_display_names(people) if people else {},
        dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")) if units else {},
    )
