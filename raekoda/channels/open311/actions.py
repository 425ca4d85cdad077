"""Changes through GeoReport: API keys, and service requests that become cases."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions import CaseDraft, ContactData, open_case
from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.models import Case, Channel, Kind
from raekoda.casework.cases.site.forms import attribute_field
from raekoda.channels.open311 import rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.channels.open311.models import ApiKey, IdempotencyKey, Received, partner_source
from raekoda.channels.open311.queries import services
from raekoda.channels.open311.submissions import Submission
from raekoda.identity.places import queries as places
from raekoda.identity.places.models import Address
from raekoda.identity.places.rules import fold
from raekoda.platform.core import apikeys
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.files import PreparedFile, UnsafeFile, prepare_image
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.rows import insert
from raekoda.registry.assets.models import Asset
from raekoda.registry.assets.queries import find_by_identifier
from raekoda.registry.services.models import Service

MAX_KEY = 255
MEDIA_LINK = "media_url"
ASSET_ID = "asset_id"


def new_key(municipality: Municipality, name: str, *, actor: Actor | None = None) -> tuple[ApiKey, str]:
    """Create a key for an integration; the plain key is returned once and never stored."""
    return apikeys.create_key(ApiKey, municipality, name, actor=actor or Actor.system())


def change_key(key: ApiKey, *, name: str, is_active: bool, actor: Actor) -> ApiKey:
    """Rename or deactivate a key; its reports stay."""
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


def create_request(
    municipality: Municipality,
    submission: Submission,
    *,
    key_id: int,
    partner_id: int | None = None,
    idempotency_key: str = "",
    language: str = "et",
    request_id: str = "",
) -> Case:
    """Open a case from a service request. The same ``idempotency_key`` again returns the first case, also for concurrent
    requests. Raises :class:`Open311Error`: 404 for an unknown service, 400 for data, 422 for a key used for another
    request.
    """
    actor = Actor.integration(key_id, request_id)
    if not idempotency_key:
        return _open(municipality, submission, actor, language, partner_id)
    if len(idempotency_key) > MAX_KEY:
        raise Open311Error(400, _("Idempotency-Key is longer than %(limit)s characters.") % {"limit": MAX_KEY})
    fingerprint = submission.fingerprint()
    earlier = _find_earlier_case(key_id, idempotency_key, fingerprint)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            case = _open(municipality, submission, actor, language, partner_id)
            IdempotencyKey(
                municipality=municipality, key=idempotency_key, api_key_id=key_id, fingerprint=fingerprint, case=case
            ).save(force_insert=True)
    except IntegrityError:
        earlier = _find_earlier_case(key_id, idempotency_key, fingerprint)
        if earlier is None:
            raise
        return earlier
    return case


def _find_earlier_case(key_id: int, idempotency_key: str, fingerprint: str) -> Case | None:
    keys = IdempotencyKey.objects.select_related("case").only("fingerprint", "case__registered_at")
    used = keys.filter(api_key=key_id, key=idempotency_key).first()
    if used is None:
        return None
    if used.fingerprint != fingerprint:
        raise Open311Error(422, _("This Idempotency-Key was used for another request before."))
    return used.case


def _open(
    municipality: Municipality, submission: Submission, actor: Actor, language: str, partner_id: int | None
) -> Case:
    service = _service(municipality, submission["service_code"])
    point, address = _place(submission)
    if len(submission["description"]) > rules.MAX_DESCRIPTION:
        raise Open311Error(
            400, _("description is longer than %(limit)s characters.") % {"limit": rules.MAX_DESCRIPTION}
        )
    attributes = validate_attributes(service, submission.attributes)
    if link := rules.parse_media_url(submission["media_url"]):
        attributes[MEDIA_LINK] = link
    asset = _asset(service, submission, attributes, actor)
    files = _pictures(submission)
    if partner_id is not None and point is not None and not places.is_inside(point, municipality):
        raise Open311Error(400, _("This place is not in %(here)s.") % {"here": municipality.name})
    draft = CaseDraft(
        municipality=municipality,
        kind=Kind.REPORT,
        text=submission["description"] or service.name,
        channel=Channel.OPEN311,
        service=service,
        language=language,
        point=point,
        address=address,
        asset=asset,
        contact=_contact(submission),
        files=files,
        attributes=attributes,
        external_source=partner_source(partner_id),
    )
    try:
        with transaction.atomic() if partner_id is not None else nullcontext():
            case = open_case(draft, actor)
            if partner_id is not None:
                insert(Received(partner_id=partner_id, case=case))
    except CaseError as error:
        raise Open311Error(400, error.message) from error
    return case


def _service(municipality: Municipality, code: str) -> Service:
    if not code:
        raise Open311Error(400, _("service_code was not provided."))
    service = services.get(municipality.pk).get(code)
    if service is None:
        raise Open311Error(404, _("service_code %(code)s was not found.") % {"code": code[:60]})
    return service


def _asset(service: Service, submission: Submission, attributes: dict[str, Any], actor: Actor) -> Asset | None:
    """The asset of ``attribute[asset_id]``: an object of the service's layers, by its owner's identifier or ours.

    An unknown identifier is stored with the report's attributes.
    """
    identifier = rules.clean((submission.attributes.get(ASSET_ID) or [""])[-1])[:MAX_KEY]
    asset = find_by_identifier(identifier, service, actor) if identifier else None
    if identifier and asset is None:
        attributes.setdefault(ASSET_ID, identifier)
    return asset


def _place(submission: Submission) -> tuple[Point | None, str]:
    """The point and the address sent; an address known here gives the point when none was sent."""
    point = rules.parse_point(submission["lat"], submission["long"])
    address = submission["address_string"]
    if point is not None or not (address or submission["address_id"]):
        return point, address
    if submission["address_id"]:
        addresses = Address.objects.filter(external_id=submission["address_id"])[:2]
        if len(addresses) != 1:
            raise Open311Error(404, _("address_id %(id)s was not found.") % {"id": submission["address_id"][:80]})
        return addresses[0].point, address or addresses[0].text
    matching = Address.objects.filter(search_text=fold(address)[:200])[:2]
    return (matching[0].point if len(matching) == 1 else None), address


def validate_attributes(service: Service, submitted: dict[str, list[str]]) -> dict[str, Any]:
    """Answers to the service's questions, checked as its web form checks them; answers to unknown questions are dropped.

    Raises :class:`Open311Error` (400) with one reason for each wrong or missing answer.
    """
    answers: dict[str, Any] = {}
    errors: list[str] = []
    for attribute in service.form:
        code = str(attribute["code"])
        values = submitted.get(code, [])
        many = attribute.get("datatype") == "multivaluelist"
        raw: Any = values if many else values[-1] if values else ""
        if not attribute.get("variable", True) or (not raw and not attribute.get("required")):
            continue
        if attribute.get("datatype") == "datetime" and isinstance(raw, str):
            raw = raw.replace("Z", "+00:00")
        try:
            cleaned = attribute_field(attribute).clean(raw)
        except ValidationError as error:
            errors.append(f"attribute[{code}]: {' '.join(error.messages)}")
            continue
        answers[code] = cleaned.isoformat() if hasattr(cleaned, "isoformat") else cleaned
    if errors:
        raise Open311Error(400, *errors)
    return answers


def _contact(submission: Submission) -> ContactData | None:
    name = f"{submission['first_name']} {submission['last_name']}".strip()
    if not (name or submission["email"] or submission["phone"]):
        return None
    return ContactData(name, submission["email"], submission["phone"])


def _pictures(submission: Submission) -> list[PreparedFile]:
    if len(submission.files) > settings.RAEKODA_MAX_PHOTOS:
        raise Open311Error(400, _("At most %(count)s photos can be sent.") % {"count": settings.RAEKODA_MAX_PHOTOS})
    try:
        return [prepare_image(file) for file in submission.files]
    except UnsafeFile as error:
        raise Open311Error(400, str(error)) from error
