"""What a case's page shows."""

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
CONTACT_OPEN_SECONDS = 30 * 60
CONTACTS = "contacts_open"
NOT_TYPED_IN = ("votan", "jatkan", "avalikusta", "peida")


def case_context(
    request: HttpRequest, case: Case, actor: Actor, *, sent: CaseForm | None = None, opened: str = ""
) -> dict[str, Any]:
    """Everything the template needs. ``sent`` is a form that came back, ``opened`` the action it belongs to."""
    offered = verbs.offered(case, actor)
    entries = queries.timeline(case, actor)
    shows_contact = case.contact is not None and is_contact_open(request, case)
    actions = {name: _unfolded(action, case, actor, sent, opened) for name, action in offered.items()}
    return {
        "case": case,
        "talk": [entry for entry in entries if entry.message is not None],
        "history": [entry for entry in entries if entry.message is None],
        "actions": actions,
        "composer": [actions[name] for name in verbs.COMPOSER if name in actions],
        "clock_actions": [actions[name] for name in verbs.CLOCK if name in actions],
        "further": [actions[name] for name in verbs.FURTHER if name in actions],
        "photos": photos(entries),
        "near": nearby(case, actor),
        "shows_contact": shows_contact,
        "of_sender": of_same_sender(case, actor) if shows_contact else [],
        "panels": panels.rendered(case, actor, request),
        "main_panels": panels.rendered(case, actor, request, is_main=True),
        "merged": list(queries.visible_to(actor).filter(merged_into=case).order_by("id")[:MOST_NEAR]),
        "attributes": readable_attributes(case),
        "of_asset": of_same_asset(case, actor),
    }


def _unfolded(action: verbs.Action, case: Case, actor: Actor, sent: CaseForm | None, opened: str) -> dict[str, Any]:
    """An action with its form: the one that came back, or an empty one."""
    is_open = action.name == opened
    form = sent if is_open and sent is not None else action.form(case, actor)
    if action.name == "vastan" and (case.is_restricted or not panels.can_publish()):
        form.fields.pop("publish", None)
    return {"action": action, "form": form, "is_open": is_open, "is_plain": action.name in NOT_TYPED_IN}


def photos(entries: list[Entry]) -> list[Any]:
    """The pictures of the case, oldest first."""
    files = [each for entry in entries if entry.message is not None for each in entry.attachments]
    return [each for each in files if each.content_type.startswith("image/")]


def nearby(case: Case, actor: Actor) -> list[Case]:
    """Other open cases within 200 metres that ``by`` may see, nearest first, with ``metres`` set: likely duplicates."""
    if case.point is None or not case.is_open:
        return []
    others = queries.visible_to(actor).exclude(pk=case.pk)
    return queries.nearest_open(others, case.point, metres=NEAR_METRES, limit=MOST_NEAR)


def of_same_asset(case: Case, actor: Actor) -> list[Case]:
    """Other cases about the same object on the map, newest first: its history, and likely duplicates."""
    return (
        list(queries.of_asset(case.asset, actor).exclude(pk=case.pk)[:MOST_OF_ASSET]) if case.asset is not None else []
    )


def of_same_sender(case: Case, actor: Actor) -> list[Case]:
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
    """The answers to the service's own questions, under the words of the questions."""
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


def is_contact_open(request: HttpRequest, case: Case) -> bool:
    """Whether this person opened the sender's data within the last half hour."""
    opened_at = request.session.get(CONTACTS, {}).get(str(case.pk), 0)
    return clock.now().timestamp() - opened_at < CONTACT_OPEN_SECONDS


@transaction.atomic
def open_contact(request: HttpRequest, case: Case, actor: Actor) -> None:
    """Show the sender's data for half an hour; the look stands in the journal."""
    journal.record("cases.see_contact", case, actor)
    log_access_to_records([case], actor, "cases.contact")
    now = clock.now().timestamp()
    kept = {key: at for key, at in request.session.get(CONTACTS, {}).items() if now - at < CONTACT_OPEN_SECONDS}
    request.session[CONTACTS] = {**kept, str(case.pk): now}
