"""The data of a new case, and their validation."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases import forwarding
from raekoda.casework.cases.actions.common import require_text
from raekoda.casework.cases.errors import CaseError
from raekoda.identity.persons.models import Person
from raekoda.identity.places import queries as places
from raekoda.platform.core import clock
from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_data, clean_text
from raekoda.registry.assets.models import Asset
from raekoda.registry.services.models import Service, Topic

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile

LONGEST_NAME, LONGEST_PHONE, LONGEST_EMAIL, LONGEST_ADDRESS = 160, 40, 254, 200
NOT_ASCII_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
LONGEST_EXTERNAL_SOURCE, LONGEST_EXTERNAL_ID = 80, 120
OTHER_MUNICIPALITY_ERRORS = {
    "asset": gettext_lazy("Choose an object of this municipality."),
    "person": gettext_lazy("This person is not known here."),
    "service": gettext_lazy("Choose a service of this municipality."),
}


@dataclass(frozen=True)
class ContactData:
    """How to reach the sender; every part may be empty."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class CaseDraft:
    """A submission that is not a case yet.

    ``asset`` is the object it is about: it supplies the place, the address and, when its layer has only one, the service,
    unless given. ``person`` is the person concerned, when known. A report is public when its service's reports are,
    unless ``make_public`` is False or it ``is_restricted``. ``due_by`` is a day set by the sender: it can only shorten
    the period. ``external_source`` and ``external_id`` identify it in another system: the same pair returns the existing
    case. ``registered_at`` is for imports: now when not given.
    """

    municipality: Municipality
    kind: str
    text: str
    channel: str
    subject: str = ""
    language: str = "et"
    service: Service | None = None
    topic: Topic | None = None
    point: Point | None = None
    address: str = ""
    asset: Asset | None = None
    contact: ContactData | None = None
    person: Person | None = None
    files: Sequence[PreparedFile] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    make_public: bool | None = None
    is_restricted: bool = False
    external_source: str = ""
    external_id: str = ""
    registered_at: datetime | None = None
    due_by: date | None = None


def validate(draft: CaseDraft) -> CaseDraft:
    """The draft with cleaned texts, the data of its asset, and the time of registration.

    Raises :class:`CaseError`, which names the field to correct.
    """
    for name, message in OTHER_MUNICIPALITY_ERRORS.items():
        record = getattr(draft, name)
        if record is not None and record.municipality_id != draft.municipality.pk:
            raise CaseError(str(message), name)
    external_id = clean_text(draft.external_id)
    if len(external_id) > LONGEST_EXTERNAL_ID:
        raise CaseError(_("This identifier is too long."), "external_id")
    point, address, asset = draft.point, _one_line(draft.address)[:LONGEST_ADDRESS], draft.asset
    if asset is not None:
        point, address = point or asset.point, address or asset.address
    return replace(
        draft,
        text=require_text(draft.text),
        subject=_one_line(draft.subject),
        contact=_cleaned_contact(draft.contact),
        service=draft.service or (_only_service(asset) if asset else None),
        point=_checked_point(point, draft.municipality),
        address=address,
        attributes=clean_data(dict(draft.attributes)),
        external_source=clean_text(draft.external_source)[:LONGEST_EXTERNAL_SOURCE],
        external_id=external_id,
        registered_at=draft.registered_at or clock.now(),
    )


def check_email(email: str, field: str = "email") -> None:
    """Raises :class:`CaseError` when ``email`` is not a valid address; letters of any script are valid in it (RFC 6532)."""
    name, at, domain = email.rpartition("@")
    try:
        validate_email(f"{NOT_ASCII_LETTER.sub('x', name)}{at}{domain}")
        if len(email) > LONGEST_EMAIL:
            raise ValidationError("too long")
    except ValidationError as error:
        raise CaseError(_("This is not an e-mail address. Example: mari.maasikas@example.ee"), field) from error


def _one_line(text: str) -> str:
    return clean_text(text).replace("\n", " ")


def _cleaned_contact(contact: ContactData | None) -> ContactData | None:
    """The cleaned contact; ``None`` when all of it is empty. Raises :class:`CaseError`."""
    if contact is None:
        return None
    name, email, phone = _one_line(contact.name)[:LONGEST_NAME], ascii_email(contact.email), _one_line(contact.phone)
    if email:
        check_email(email)
    if len(phone) > LONGEST_PHONE:
        raise CaseError(_("This phone number is too long."), "phone")
    return ContactData(name, email, phone) if name or email or phone else None


def _only_service(asset: Asset) -> Service | None:
    """The service of the asset's layer, when exactly one accepts reports."""
    offered = list(asset.layer.services.filter(live=True, takes_reports=True)[:2])
    return offered[0] if len(offered) == 1 else None


def _checked_point(point: Point | None, municipality: Municipality) -> Point | None:
    """The point, if it is in the municipality or its reports are forwarded.

    Raises :class:`CaseError`, which names the municipality responsible.
    """
    if point is None:
        return None
    lon, lat = float(point[0]), float(point[1])
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise CaseError(_("This is not a place on the map."), "point")
    point = Point(lon, lat)
    if not places.is_inside(point, municipality) and not forwarding.forwarding_target(point, municipality):
        raise CaseError(_outside_message(point, municipality), "point")
    return point


def _outside_message(point: Point, municipality: Municipality) -> str:
    responsible = places.responsible_for(point)
    if responsible is None:
        return _("This place is not in %(here)s. Choose a place within the municipality.") % {"here": municipality.name}
    names = {"here": municipality.name, "there": responsible.area.name, "url": responsible.url}
    if responsible.url:
        return _("This place is not in %(here)s but in %(there)s. Report it there: %(url)s") % names
    return _("This place is not in %(here)s but in %(there)s. Please turn to that municipality.") % names
