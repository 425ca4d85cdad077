"""The demo's neighbours: Tartu and Elva are partners of each other; one report went over and came back answered."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case, Channel, Kind
from raekoda.channels.open311 import forwarding, own_updates, parsing, partner_updates, partners, queries, sending
from raekoda.channels.open311.actions import create_request, new_key
from raekoda.channels.open311.models import Handover, Partner, PartnerService
from raekoda.channels.open311.submissions import Submission
from raekoda.identity.accounts.models import User
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery, Status
from raekoda.registry.services.models import Service
from raekoda.tools.demo.stories import SOURCE

TARTU, ELVA = "0793", "0171"
STORY = "naabritele-1"
PLACE = Point(26.4168, 58.2229)
TEXT = "Verevi järve ääres on pingi lauad katki ja naelad väljas, lapsed võivad end vigastada."
ANSWER = "Pingi lauad on vahetatud ja naelad eemaldatud. Aitäh teatamast!"


def neighbours(municipalities: dict[str, Municipality], people: dict[str, User]) -> None:
    """Make the two partners of each other, unless they are, and tell the story, unless it was told."""
    tartu, elva = municipalities[TARTU], municipalities[ELVA]
    with transaction.atomic():
        keys = {code: _key(municipalities[code], other) for code, other in ((TARTU, elva), (ELVA, tartu))}
        for here, there in ((tartu, elva), (elva, tartu)):
            _partner(here, there, keys[there.code])
    with transaction.atomic():
        _story(tartu, elva, people)


def _key(here: Municipality, there: Municipality) -> str:
    """A key with which ``there`` writes to ``here``; "" when they are partners already."""
    with municipality_scope(here):
        if Partner.objects.filter(name=there.name).exists():
            return ""
        key, plain = new_key(here, there.name)
        Partner.objects.create(municipality=here, name=there.name, key=key)
        return plain


def _partner(here: Municipality, there: Municipality, key_there: str) -> None:
    if not key_there:
        return
    system = Actor.system()
    with municipality_scope(there):
        offered = queries.service_list(there)
    with municipality_scope(here):
        partner = Partner.objects.get(name=there.name)
        partner.url, partner.jurisdiction_id = f"{site_url(there)}/open311/v2", there.code
        partner.api_key, partner.mode = key_there, Partner.Mode.RULES
        partner.gives_updates = partner.is_idempotent = True
        partner.services_read_at = clock.now()
        area = Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=there.code)
        partners.save_partner(partner, area, actor=system)
        theirs = {
            each["service_code"]: PartnerService.objects.create(
                partner=partner, code=each["service_code"], name=each["service_name"], group=each["group"]
            )
            for each in offered
        }
        same = [
            partners.MappingChoice(ours, theirs.get(ours.code)) for ours in Service.objects.filter(takes_reports=True)
        ]
        partners.map_services(partner, same, otherwise=next(iter(theirs.values()), None), actor=system)


def _story(tartu: Municipality, elva: Municipality, people: dict[str, User]) -> None:
    """What goes over the wire at other times is handed from one to the other here: no web server runs yet."""
    begun = clock.now() - timedelta(days=6, hours=3)
    with municipality_scope(tartu), clock.at(begun):
        if Case.objects.filter(external_source=SOURCE, external_id=STORY).exists():
            return
        service = Service.objects.filter(takes_reports=True, reports_are_public=True).order_by("name").first()
        contact = actions.ContactData("Liis Lepik", "liis.lepik@example.ee")
        draft = actions.CaseDraft(
            municipality=tartu, kind=Kind.REPORT, text=TEXT, channel=Channel.WEB, service=service,
            point=PLACE, address="Verevi rand, Elva", contact=contact, external_source=SOURCE, external_id=STORY,
        )  # fmt: skip
        case = actions.open_case(draft, Actor.resident())
        handover = Handover.objects.filter(case=case).select_related("partner", "case", "case__municipality").first()
        if handover is None or handover.state != Handover.State.QUEUED:
            return
        sent = Submission()
        sent.fields |= {
            name: value for name, value in sending.report_fields(handover).items() if isinstance(value, str)
        }
    with municipality_scope(elva):
        partner = Partner.objects.select_related("key").get(name=tartu.name)
        assert partner.key is not None
        with clock.at(begun + timedelta(minutes=1)):
            theirs = create_request(
                elva,
                sent,
                key_id=partner.key.pk,
                partner_id=partner.pk,
                idempotency_key=forwarding.delivery_key(handover),
            )
    with municipality_scope(tartu), clock.at(begun + timedelta(minutes=1)):
        Delivery.objects.filter(key__startswith=forwarding.delivery_key(handover)).update(
            status=Status.SENT,
            tries=1,
            ended_at=clock.now(),
            next_at=None,
            answer={"service_request_id": theirs.number},
        )
        forwarding.mark_arrived(handover, theirs.number, "")
    with municipality_scope(elva), clock.at(begun + timedelta(days=2)):
        actions.answer(theirs, text=ANSWER, outcome="solved", actor=Actor.staff(people["elva.ametnik"]))
        news = own_updates.updates(partner.pk, elva, begun, clock.now())
    with municipality_scope(tartu), clock.at(begun + timedelta(days=2, minutes=15)):
        for row in news:
            partner_updates.apply_update(handover, parsing.parse_update(row))
