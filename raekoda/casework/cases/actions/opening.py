"""Registering a case: few rows, one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import configuration, rules
from raekoda.casework.cases.actions.clock import Deadline, deadline
from raekoda.casework.cases.actions.common import attach, discarding_files_on_error, journal, search_vector, set_status
from raekoda.casework.cases.actions.draft import CaseDraft, ContactData, validate
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.events import CaseOpened
from raekoda.casework.cases.models import Case, Channel, Kind, Message
from raekoda.casework.cases.privacy import without_people
from raekoda.casework.cases.rules import Verb
from raekoda.casework.cases.sensitivity import ORDINARY_MATTER, Judgement, judge
from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.models import Contact
from raekoda.identity.places import queries as places
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.rows import insert
from raekoda.platform.core.text import lemmas
from raekoda.registry.services.models import Service

MOST_ROUTED_CHARACTERS = 4_000
EXTERNAL_ID_CONSTRAINT = "case_external_once"


@dataclass(frozen=True)
class Routing:
    """Where a new case goes: its service, the smallest area that contains it, unit and official, the rule that matched,
    and how sensitive it is."""

    service: Service | None
    area: Area | None
    unit_id: int | None
    official_id: int | None = None
    rule_id: int | None = None
    sensitivity: Judgement = ORDINARY_MATTER


def open_case(draft: CaseDraft, actor: Actor) -> Case:
    """Register a submission as a case of the unit it is routed to.

    A draft whose external source and identifier are known returns the existing case. Raises :class:`CaseError` and
    ``PermissionDenied``.
    """
    actor.require("cases.open")
    draft = validate(draft)
    return create_case(draft, route(draft), deadline_for(draft), actor)


def route(draft: CaseDraft) -> Routing:
    """Route a validated draft: to the unit of the first routing rule that matches, else to the unit of its service.
    What sensitive words make a special matter goes to the unit of these words, or to no unit: those who handle the
    category direct it.

    Raises :class:`CaseError` when the service needs a place and there is none.
    """
    area, area_ids = _areas(draft.point, draft.municipality)
    words = frozenset(
        lemmas(draft.text[:MOST_ROUTED_CHARACTERS], draft.language) + lemmas(draft.subject, draft.language)
    )
    service = draft.service
    facts = rules.Facts(draft.kind, draft.language, words, service.pk if service else None, area_ids)
    rule = rules.first_matching_route(configuration.routes.get(draft.municipality.pk), facts)
    if rule is not None and service is None and rule.set_service_id is not None:
        service = configuration.services.get(draft.municipality.pk).get(rule.set_service_id)
    if draft.kind == Kind.REPORT and service and service.needs_place and draft.point is None and not draft.address:
        raise CaseError(_("Show the place on the map or write its address."), "point")
    judged = judge(
        draft.kind, service.sensitivity if service else Sensitivity.OPEN, draft.is_restricted, words, draft.language,
        configuration.sensitive_words.get(draft.municipality.pk),
    )  # fmt: skip
    if judged.is_suspected:
        return Routing(service, area, judged.unit_id, sensitivity=judged)
    if rule is None:
        return Routing(service, area, service.unit_id if service else None, sensitivity=judged)
    return Routing(service, area, rule.unit_id, rule.official_id, rule.id, judged)


def deadline_for(draft: CaseDraft) -> Deadline:
    """The deadline of a validated draft: by the legal period, or earlier when its sender set an earlier day."""
    assert draft.registered_at is not None
    found = deadline(draft.municipality.pk, draft.kind, rules.registration_day(draft.registered_at))
    if draft.due_by is None:
        return found
    return found._replace(due_on=max(min(found.due_on, draft.due_by), found.clock_from))


def create_case(draft: CaseDraft, routing: Routing, due: Deadline, actor: Actor) -> Case:
    """Save the case of a validated draft with its first message, files and journal line, and emit ``CaseOpened``."""
    case = _build_case(draft, routing, due)
    message = Message(
        municipality=case.municipality, case=case, kind=Message.Kind.OPENING, text=draft.text, at=case.registered_at
    )
    message.author_id = actor.id if actor.is_staff else None
    about: dict[str, Any] = {"asset": draft.asset.pk} if draft.asset else {}
    try:
        with discarding_files_on_error() as stored, transaction.atomic():
            _insert(case, message, draft.contact)
            attach(case, message, draft.files, stored)
            journal(
                "open",
                case,
                actor,
                kind=case.kind,
                channel=case.channel,
                unit=case.unit_id,
                rule=routing.rule_id,
                **about,
            )
            emit(CaseOpened(case, message, draft.contact.email if draft.contact else ""))
    except IntegrityError as error:
        if not draft.external_id or EXTERNAL_ID_CONSTRAINT not in str(error):
            raise
        return Case.objects.get(external_source=draft.external_source, external_id=draft.external_id)
    return case


def _build_case(draft: CaseDraft, routing: Routing, due: Deadline) -> Case:
    """The case of a validated draft, not saved."""
    judged = routing.sensitivity
    is_public = not judged.is_special and _is_public(draft, routing.service)
    subject = draft.subject or rules.subject_from_text(draft.text)
    if is_public:
        subject = _without_people(subject, draft)
    title = draft.asset.title if draft.asset else ""
    case = Case(
        municipality=draft.municipality,
        kind=Kind(draft.kind),
        channel=Channel(draft.channel),
        language=draft.language,
        subject=subject[: rules.LONGEST_SUBJECT],
        public_text=_without_people(draft.text, draft) if is_public else "",
        is_public=is_public,
        is_restricted=draft.is_restricted or judged.is_special,
        sensitivity=judged.level,
        is_suspected=judged.is_suspected,
        service=routing.service,
        topic=draft.topic,
        unit_id=routing.unit_id,
        official_id=routing.official_id,
        person=draft.person,
        point=draft.point,
        address=draft.address,
        area=routing.area,
        asset=draft.asset,
        attributes=draft.attributes,
        registered_at=draft.registered_at,
        due_on=due.due_on,
        clock=due.clock,
        clock_from=due.clock_from,
        updated_at=clock.now(),
        external_source=draft.external_source,
        external_id=draft.external_id,
        words=search_vector([(subject, "A"), (f"{title} {draft.address}", "B"), (draft.text, "D")], draft.language),
    )
    if routing.official_id is not None:
        set_status(case, Verb.ASSIGN)
    return case


def _insert(case: Case, message: Message, contact: ContactData | None) -> None:
    if contact is not None:
        sender = Contact(
            municipality=case.municipality, name=contact.name, email=contact.email, phone=contact.phone,
            language=case.language,
        )  # fmt: skip
        insert(sender)
        case.contact = sender
    insert(case)
    message.case_id = case.pk
    insert(message)


def _is_public(draft: CaseDraft, service: Service | None) -> bool:
    if draft.kind != Kind.REPORT or draft.make_public is False or draft.is_restricted:
        return False
    return service is not None and service.reports_are_public


def _without_people(text: str, draft: CaseDraft) -> str:
    sender = Contact(name=draft.contact.name) if draft.contact else None
    return without_people(text, sender, draft.language).text


def _areas(point: Point | None, municipality: Municipality) -> tuple[Area | None, frozenset[int]]:
    """The smallest area that contains the point, and the keys of all that do."""
    if point is None:
        return None, frozenset()
    holding = [area for area in (places.district_at(point, municipality), places.settlement_at(point)) if area]
    return (holding[0] if holding else None), frozenset(area.pk for area in holding)
