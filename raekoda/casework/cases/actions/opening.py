"""Registering a case: few rows, one transaction, nothing but what has to be there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases import configuration, elsewhere, rules
from raekoda.casework.cases.actions.common import attach, journal, needed_text, searchable, storing
from raekoda.casework.cases.errors import CaseRefused
from raekoda.casework.cases.events import CaseOpened
from raekoda.casework.cases.models import Case, Channel, Kind, Message, Status
from raekoda.casework.cases.privacy import without_people
from raekoda.identity.accounts.models import Contact
from raekoda.identity.persons.models import Person
from raekoda.identity.places import queries as places
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.rows import insert
from raekoda.platform.core.text import clean_data, clean_text, lemmas
from raekoda.registry.assets.models import Asset
from raekoda.registry.services.models import Service, Topic

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile

LONGEST_NAME, LONGEST_PHONE, LONGEST_ADDRESS, LONGEST_EXTERNAL_ID = 160, 40, 200, 120
ROUTED_CHARACTERS = 4_000
ONCE = "case_external_once"


@dataclass(frozen=True)
class ContactData:
    """How the sender can be reached; every part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""


def open_case(
    *,
    municipality: Municipality,
    kind: str,
    text: str,
    by: Actor,
    channel: str,
    subject: str = "",
    service: Service | None = None,
    topic: Topic | None = None,
    language: str = "et",
    point: Point | None = None,
    address: str = "",
    asset: Asset | None = None,
    contact: ContactData | None = None,
    person: Person | None = None,
    files: Sequence[PreparedFile] = (),
    attributes: dict[str, Any] | None = None,
    make_public: bool | None = None,
    external_source: str = "",
    external_id: str = "",
    registered_at: datetime | None = None,
    is_restricted: bool = False,
    due_by: date | None = None,
) -> Case:
    """Register what a resident sent and route it to its unit.

    A report is public when its service's reports are, unless ``make_public`` is False. ``asset`` is what it is about: it
    gives the place, the address and, when its layer has only one, the service, where they are not given.
    ``external_source`` and ``external_id`` name it in another system: the same pair again gives the case there is already.
    ``registered_at`` is for imports. What is ``is_restricted`` never becomes public. ``due_by`` is a day the sender
    set: it shortens the period, never lengthens it. ``person`` is whose matter it is, when known.
    Raises :class:`CaseRefused` (field, words) and ``PermissionDenied``.
    """
    by.must("cases.open")
    text = needed_text(text)
    contact = _checked_contact(contact)
    address = clean_text(address).replace("\n", " ")[:LONGEST_ADDRESS]
    if asset is not None:
        point, address, service = _from_asset(asset, municipality, point, address, service)
    point = _checked_point(point, municipality)
    external_source, external_id = clean_text(external_source)[:80], clean_text(external_id)
    if len(external_id) > LONGEST_EXTERNAL_ID:
        raise CaseRefused("external_id", _("This identifier is too long."))
    if person is not None and person.municipality_id != municipality.pk:
        raise CaseRefused("person", _("This person is not known here."))
    if service is not None and service.municipality_id != municipality.pk:
        raise CaseRefused("service", _("Choose a service of this municipality."))
    area, area_ids = _areas(point, municipality)
    found = frozenset(lemmas(text[:ROUTED_CHARACTERS], language) + lemmas(subject, language))
    facts = rules.Facts(kind, language, found, service.pk if service else None, area_ids)
    route = rules.first_matching_rule(configuration.routes.get(municipality.pk), facts)
    if route is not None and service is None and route.set_service_id is not None:
        service = configuration.services.get(municipality.pk).get(route.set_service_id)
    if kind == Kind.REPORT and service is not None and service.needs_place and point is None and not address:
        raise CaseRefused("point", _("Show the place on the map or write its address."))
    may_be_public = kind == Kind.REPORT and make_public is not False and not is_restricted
    is_public = may_be_public and service is not None and service.reports_are_public
    subject = clean_text(subject).replace("\n", " ") or rules.subject_of(text)
    if is_public:
        subject = _public(subject, contact, language)
    now = clock.now()
    registered_at = registered_at or now
    clock_from = rules.registration_day(registered_at)
    period = rules.rule_for(configuration.clock_rules.get(municipality.pk), kind, clock_from, municipality.pk)
    due_on = rules.due_date(period, clock_from) if period else clock_from
    if due_by is not None:
        due_on = max(min(due_on, due_by), clock_from)
    official_id = route.official_id if route else None
    case = Case(
        municipality=municipality,
        kind=Kind(kind),
        status=Status.ASSIGNED if official_id else Status.NEW,
        channel=Channel(channel),
        language=language,
        subject=subject[: rules.LONGEST_SUBJECT],
        public_text=_public(text, contact, language) if is_public else "",
        is_public=is_public,
        is_restricted=is_restricted,
        service=service,
        topic=topic,
        unit_id=route.unit_id if route else service.unit_id if service else None,
        official_id=official_id,
        person=person,
        point=point,
        address=address,
        area=area,
        asset=asset,
        attributes=clean_data(attributes or {}),
        registered_at=registered_at,
        due_on=due_on,
        clock=period,
        clock_from=clock_from,
        updated_at=now,
        external_source=external_source,
        external_id=external_id,
        words=searchable([(subject, "A"), (f"{asset.title if asset else ''} {address}", "B"), (text, "D")], language),
    )
    message = Message(municipality=municipality, case=case, kind=Message.Kind.OPENING, text=text, at=registered_at)
    message.author_id = by.id if by.is_staff else None
    try:
        with storing() as stored, transaction.atomic():
            _write(case, message, contact, by)
            attach(case, message, files, stored)
            rule = route.id if route else None
            about: dict[str, Any] = {"asset": asset.pk} if asset else {}
            journal("open", case, by, kind=case.kind, channel=case.channel, unit=case.unit_id, rule=rule, **about)
            emit(CaseOpened(case, message, contact.email if contact else ""))
    except IntegrityError as error:
        if not external_id or ONCE not in str(error):
            raise
        return Case.objects.get(external_source=external_source, external_id=external_id)
    return case


def _write(case: Case, message: Message, contact: ContactData | None, by: Actor) -> None:
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


def _from_asset(
    asset: Asset, municipality: Municipality, point: Point | None, address: str, service: Service | None
) -> tuple[Point, str, Service | None]:
    """Place, address and service of a report about ``asset``. Raises :class:`CaseRefused`."""
    if asset.municipality_id != municipality.pk:
        raise CaseRefused("asset", _("Choose an object of this municipality."))
    if service is None:
        only = list(asset.layer.services.filter(live=True, takes_reports=True)[:2])
        service = only[0] if len(only) == 1 else None
    return point or asset.point, address or asset.address, service


def _public(text: str, contact: ContactData | None, language: str) -> str:
    sender = Contact(name=contact.name) if contact else None
    return without_people(text, sender, language).text


def _checked_contact(contact: ContactData | None) -> ContactData | None:
    """Cleaned contact data, ``None`` when all is empty. Raises :class:`CaseRefused`."""
    if contact is None:
        return None
    name = clean_text(contact.name).replace("\n", " ")[:LONGEST_NAME]
    email = clean_text(contact.email)
    phone = clean_text(contact.phone).replace("\n", " ")
    if email:
        check_email(email)
    if len(phone) > LONGEST_PHONE:
        raise CaseRefused("phone", _("This phone number is too long."))
    return ContactData(name, email, phone) if name or email or phone else None


def check_email(email: str, field: str = "email") -> None:
    """Raises :class:`CaseRefused` when ``email`` cannot be an address."""
    try:
        validate_email(email)
        if len(email) > 254:
            raise ValidationError("too long")
    except ValidationError as error:
        raise CaseRefused(field, _("This is not an e-mail address. Example: mari.maasikas@example.ee")) from error


def _checked_point(point: Point | None, municipality: Municipality) -> Point | None:
    """The point, if it lies in the municipality or somebody takes reports of it from here.

    Raises :class:`CaseRefused` that names whose place it is.
    """
    if point is None:
        return None
    lon, lat = float(point[0]), float(point[1])
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise CaseRefused("point", _("This is not a place on the map."))
    point = Point(lon, lat)
    if not places.is_inside(point, municipality) and not elsewhere.taker_of(point, municipality):
        raise CaseRefused("point", _elsewhere(point, municipality))
    return point


def _elsewhere(point: Point, municipality: Municipality) -> str:
    responsible = places.responsible_for(point)
    if responsible is None:
        return _("This place is not in %(here)s. Choose a place within the municipality.") % {"here": municipality.name}
    names = {"here": municipality.name, "there": responsible.area.name, "url": responsible.url}
    if responsible.url:
        return _("This place is not in %(here)s but in %(there)s. Report it there: %(url)s") % names
    return _("This place is not in %(here)s but in %(there)s. Please turn to that municipality.") % names


def _areas(point: Point | None, municipality: Municipality) -> tuple[Area | None, frozenset[int]]:
    """The finest area that holds the point, and the keys of all that do."""
    if point is None:
        return None, frozenset()
    holding = [area for area in (places.district_at(point, municipality), places.settlement_at(point)) if area]
    return (holding[0] if holding else None), frozenset(area.pk for area in holding)
