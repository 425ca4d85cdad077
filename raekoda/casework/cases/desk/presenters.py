"""The template context of a case's page."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk import panels, verbs
from raekoda.casework.cases.desk.forms import CaseForm
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.timeline import Entry
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor

NEAR_METRES = 200
MOST_NEAR = 5
MOST_OF_SENDER = 6
MOST_OF_ASSET = 6
CONTACT_VISIBLE_SECONDS = 30 * 60
CONTACTS_SESSION_KEY = "contacts_open"
ACTIONS_WITHOUT_FIELDS = ("assign_to_self", "resume", "release", "withdraw")


def case_context(
    request: HttpRequest, case: Case, actor: Actor, *, sent: CaseForm | None = None, opened: str = ""
) -> dict[str, Any]:
    """The context of the page. ``sent`` is an invalid form to show again, ``opened`` the slug of its action."""
    offered_actions = verbs.offered_actions(case, actor)
    entries = queries.timeline(case, actor)
    sees_sender = actor.may("cases.see_sender", case)
    shows_contact = sees_sender and case.contact is not None and is_contact_visible(request, case)
    actions = {name: action_context(action, case, actor, sent, opened) for name, action in offered_actions.items()}
    return {
        "case": case,
        "conversation": [entry for entry in entries if entry.message is not None],
        "history": [entry for entry in entries if entry.message is None],
        "actions": actions,
        "composer": [actions[name] for name in verbs.COMPOSER if name in actions],
        "clock_actions": [actions[name] for name in verbs.CLOCK if name in actions],
        "further": [actions[name] for name in verbs.FURTHER if name in actions],
        "photos": photos(entries),
        "nearby": nearby_cases(case, actor),
        "sees_sender": sees_sender,
        "shows_contact": shows_contact,
        "participants": case.participants.select_related("user", "added_by").order_by("id"),
        "sender_cases": other_cases_of_sender(case, actor) if shows_contact else [],
        "panels": panels.render_panels(case, actor, request),
        "main_panels": panels.render_panels(case, actor, request, is_main=True),
        "merged": list(queries.visible_to(actor).filter(merged_into=case).order_by("id")[:MOST_NEAR]),
        "attributes": readable_attributes(case),
        "asset_cases": other_cases_of_asset(case, actor),
    }


def action_context(
    action: verbs.Action, case: Case, actor: Actor, sent: CaseForm | None, opened: str
) -> dict[str, Any]:
    """An action with its form: the one that was sent, or an empty one."""
    is_open = action.slug == opened
    form = sent if is_open and sent is not None else action.form(case, actor)
    if action.name == "answer" and (case.is_restricted or not panels.can_publish()):
        form.fields.pop("publish", None)
    return {"action": action, "form": form, "is_open": is_open, "is_plain": action.name in ACTIONS_WITHOUT_FIELDS}


def photos(entries: list[Entry]) -> list[Any]:
    """The pictures of the case, oldest first."""
    files = [each for entry in entries if entry.message is not None for each in entry.attachments]
    return [each for each in files if each.content_type.startswith("image/")]


def nearby_cases(case: Case, actor: Actor) -> list[Case]:
    """Other open cases within 200 metres that ``actor`` may see, nearest first, with ``metres`` set: likely duplicates."""
    if case.point is None or not case.is_open:
        return []
    others = queries.visible_to(actor).exclude(pk=case.pk)
    return queries.nearest_open(others, case.point, metres=NEAR_METRES, limit=MOST_NEAR)


def other_cases_of_asset(case: Case, actor: Actor) -> list[Case]:
    """Other cases about the same asset, newest first: its history, and likely duplicates."""
    return (
        list(queries.cases_of_asset(case.asset, actor).exclude(pk=case.pk)[:MOST_OF_ASSET])
        if case.asset is not None
        else []
    )


def other_cases_of_sender(case: Case, actor: Actor) -> list[Case]:
    """Other cases sent from the same e-mail address or phone, newest first."""
    contact = case.contact
    same = Q()
    if contact is not None and contact.email:
        same |= Q(contact__email__iexact=contact.email)
    if contact is not None and contact.phone:
        same |= Q(contact__phone=contact.phone)
    if not same:
        return []
    return list(queries.visible_to(actor).filter(same).exclude(pk=case.pk).order_by("-id")[:MOST_OF_SENDER])


def readable_attributes(case: Case) -> list[tuple[str, str]]:
    """The answers to the service's own questions, as (question, answer)."""
    asked = {
        str(each.get("code")): each for each in (case.service.form if case.service else []) if isinstance(each, dict)
    }
    return [
        (_question(asked.get(code), code), _answer(asked.get(code), value)) for code, value in case.attributes.items()
    ]


def _question(field: dict[str, Any] | None, code: str) -> str:
    return str((field or {}).get("description") or code)


def _answer(field: dict[str, Any] | None, value: Any) -> str:
    names = {
        str(each.get("key")): str(each.get("name"))
        for each in (field or {}).get("values", [])
        if isinstance(each, dict)
    }
    values = value if isinstance(value, list) else [value]
    return ", ".join(names.get(str(each), str(each)) for each in values)


def is_contact_visible(request: HttpRequest, case: Case) -> bool:
    """Whether this user opened the sender's contact data within the last half hour."""
    opened_at = request.session.get(CONTACTS_SESSION_KEY, {}).get(str(case.pk), 0)
    return clock.now().timestamp() - opened_at < CONTACT_VISIBLE_SECONDS


@transaction.atomic
def reveal_contact(request: HttpRequest, case: Case, actor: Actor) -> None:
    """Show the sender's contact data for half an hour; writes to the journal and the access log."""
    journal.record("cases.see_contact", case, actor)
    log_access_to_records([case], actor, "cases.contact")
    now = clock.now().timestamp()
    visible = {
        key: at
        for key, at in request.session.get(CONTACTS_SESSION_KEY, {}).items()
        if now - at < CONTACT_VISIBLE_SECONDS
    }
    request.session[CONTACTS_SESSION_KEY] = {**visible, str(case.pk): now}
