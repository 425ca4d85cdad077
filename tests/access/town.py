"""A town with something of every kind in it: the demo's content, and what the demo has none of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.casework.cases.models import AnswerTemplate, Attachment, Case, Kind, RoutingRule, SavedView
from raekoda.casework.letters.models import Letter
from raekoda.casework.suggestions.models import AnswerDraft, Suggestion
from raekoda.casework.webhooks import actions as webhooks
from raekoda.casework.webhooks.models import Endpoint, Received, Source
from raekoda.channels.calls.models import Call, ExchangeKey, Promise, WrapUpCode
from raekoda.channels.dhx.models import Document, OwnAddress, Participant
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.channels.notices.models import Notice
from raekoda.channels.open311.models import ApiKey, Handover, Partner
from raekoda.channels.postkast.models import Letter as StateLetter
from raekoda.channels.postkast.models import Template
from raekoda.channels.recordings.models import Proposal, Recording
from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Absence, Membership, RightsChange, Role, Unit, User
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.places.models import Area
from raekoda.identity.privacy.models import Request
from raekoda.identity.registers.models import Register, Statement
from raekoda.identity.signin.models import Provider
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.forms.models import FormVersion
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.registry.services.models import Service, Topic
from raekoda.selfservice.applications import actions as applications
from raekoda.selfservice.applications.models import (
    AccountChange,
    Application,
    Batch,
    Consent,
    Draft,
    File,
    Grant,
    Payout,
)
from raekoda.selfservice.bookings.models import Booking, Group, Resource, Series
from raekoda.selfservice.lifeevents.models import LifeEvent
from raekoda.selfservice.offers.models import Offer, OfferRule, Purpose
from raekoda.tools.demo import make
from tests.identity.persons.factory import CHILD, JAAN, MARI, sign_in
from tests.selfservice.applications.test_pages import picture

STAFF = tuple(Role.values)
ADMINISTERED = {
    "broneerijad": Group,
    "broneeritav": Resource,
    "dokumendivahetus/aadressid": OwnAddress,
    "dokumendivahetus/osapooled": Participant,
    "elusundmused": LifeEvent,
    "kaardikihid": Layer,
    "kone-tulemused": WrapUpCode,
    "linnaosad": Area,
    "pakkumiste-eesmargid": Purpose,
    "pakkumiste-reeglid": OfferRule,
    "postkastid": Box,
    "teemad": Topic,
    "teenused": Service,
    "telefonikeskjaama-votmed": ExchangeKey,
    "toetused": Benefit,
    "toetuste-reeglid": BenefitRule,
    "voetmed": ApiKey,
    "yksused": Unit,
}


@dataclass
class Town:
    municipality: Municipality
    mari: Person
    child: Person
    jaan: Person
    addresses: dict[str, str]
    sent: dict[str, dict[str, str]]

    def browser(self, role: str) -> Client:
        """A browser of who is named: a role of staff, "elsewhere" (staff of another municipality), "visitor", "owner"
        (Mari), "for_child" (Mari for her child), "stranger" (Jaan)."""
        client = Client()
        if role in ("owner", "for_child"):
            right = Representation.objects.get(representative=self.mari, represented=self.child)
            return sign_in(client, self.mari, right if role == "for_child" else None)
        if role == "stranger":
            return sign_in(client, self.jaan)
        if role != "visitor":
            client.force_login(User.objects.get(username=f"matrix.{role}"))
        return client


@contextmanager
def as_it_was() -> Iterator[None]:
    """What is changed inside is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def paths(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every path of the installation."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from paths(pattern, path)
        else:
            yield path


def build(home: Path) -> Town:
    """The whole town, and for every path with a part to fill in the address of something that is there."""
    make(home, lambda line: None)
    municipality = Municipality.objects.get(code="0793")
    other = Municipality.objects.get(code="0171")
    with municipality_scope(other):
        _staff("elsewhere", Role.ADMINISTRATOR, other)
    with municipality_scope(municipality):
        for role in STAFF:
            _staff(role, role, municipality)
        known = {person.code: person for person in Person.objects.all()}
        town = Town(municipality, known[MARI], known[CHILD], known[JAAN], {}, {})
        _what_the_demo_has_not(town)
        found = samples(town)
        town.addresses = {path: address(path, found) for path in paths()}
        first_step = found["toolaud/vormid/"]["key"]
        town.sent = {
            "toolaud/vormid/<str:ref>/muuda/": {"do": f"step_down:{first_step}"},
            "iseteenindus/kelle-eest/": {"for": "self"},
        }
    return town


def _staff(name: str, role: str, municipality: Municipality) -> None:
    user = User.objects.create_user(f"matrix.{name}", f"{name}@example.ee", "pikk-parool-1")
    Membership.objects.create(user=user, municipality=municipality, role=role, unit=Unit.objects.first())


def _what_the_demo_has_not(town: Town) -> None:
    municipality, now, actor = town.municipality, clock.now(), Actor.system()
    of = {"municipality": municipality}
    case = Case.objects.filter(kind=Kind.REPORT).latest("pk")
    official = User.objects.get(username="matrix.official")
    application = Application.objects.filter(person=town.child).latest("pk")
    mari = Actor.resident(person_id=town.mari.pk, subject_id=town.mari.pk)
    draft = applications.begin(application.version, person=town.child, applicant=town.mari, actor=mari)
    for owner in ({"application": application}, {"draft": draft}):
        content = picture()
        File.objects.create(
            **of, **owner, field="proof", name="foto.jpg", content_type="image/jpeg", size=content.size, at=now,
            file=content,
        )  # fmt: skip
    seen = Attachment.objects.latest("pk")
    seen.thumbnail = picture()
    seen.save()
    Consent.objects.create(**of, application=application, person=town.mari, state="asked", asked_at=now)
    payments.request_payment(person=town.mari, key="matrix", amount=Decimal("12.50"), description="Saal", actor=actor)
    Request.objects.create(**of, kind="deletion", person=town.child, asked_by=town.mari, state="confirm", asked_at=now)
    Request.objects.create(
        **of, kind="export", person=town.mari, asked_by=town.mari, state="ready", asked_at=now, ended_at=now,
        delete_after=clock.today() + timedelta(days=5), json_file=picture(), pdf_file=picture(),
    )  # fmt: skip
    Register.objects.create(**of, key="population", member_code="70000001", subsystem="rr")
    Statement.objects.create(**of, person=town.mari, stated_by=town.mari, kind="school", data="{}", stated_at=now)
    analyst, administrator = (User.objects.get(username=f"matrix.{role}") for role in ("analyst", "administrator"))
    RightsChange.objects.create(**of, role="official", values={"capabilities": []}, proposed_by=administrator)
    Absence.objects.create(**of, user=analyst, deputy=official, first_day=clock.today(), last_day=clock.today())
    SavedView.objects.create(**of, user=official, name="Minu", query="tab=all")
    gap = Gap.objects.create(**of, title="Kus on ujula?", created_at=now, first_asked_at=now, last_asked_at=now)
    Exchange.objects.create(**of, asked_at=now, channel="site", question="Kus on ujula?", gap=gap)
    Proposal.objects.create(**of, recording=Recording.objects.latest("pk"), question="Kus on ujula?")
    template = Template.objects.create(**of, remote_id="1", name="Vastus", seen_at=now)
    StateLetter.objects.create(
        **of, case=case, template=template, language="et", recipient="person", code_digest="x", created_at=now
    )
    Suggestion.objects.create(**of, case=case, field="kind", value="question", confidence=0.5, made_by="m", made_at=now)
    AnswerDraft.objects.create(**of, case=case, text="Vastus", made_at=now)
    webhooks.ping(webhooks.switch_on(Endpoint.objects.get(), actor=actor), actor=actor)
    AccountChange.objects.create(
        **of,
        grant=Grant.objects.get(),
        account="EE382200221020145685",
        holder="Mari",
        proposed_by=official,
        proposed_at=now,
    )
    Invitation.objects.create(
        **of, email="uus@example.ee", role="official", digest="x", invited_at=now, expires_at=now + timedelta(days=7)
    )
    Provider.objects.create(**of, kind="tara", name="Proov", issuer="https://example.ee", client_id="x", level="high")


def samples(town: Town) -> dict[str, dict[str, Any]]:
    """By how a path begins: something of that kind, by the names of the path's parts."""
    case = Case.objects.filter(kind=Kind.REPORT).latest("pk")
    application = Application.objects.filter(person=town.child).latest("pk")
    decided, draft = Grant.objects.get().decision.application, Draft.objects.get(applicant=town.mari)
    version = FormVersion.objects.latest("pk")
    step = version.parsed.steps[0]
    booking = Booking.objects.filter(person=town.mari).latest("pk")
    export = Request.objects.get(kind="export")
    notice, document, mail = Notice.objects.latest("pk"), Document.objects.latest("pk"), Mail.objects.latest("pk")
    member = Membership.objects.get(user__username="matrix.analyst")
    endpoint, source = Endpoint.objects.get(), Source.objects.get()
    gap = Gap.objects.get()
    administered = {f"haldus/{place}/": {"pk": model.objects.latest("pk").pk} for place, model in ADMINISTERED.items()}  # type: ignore[attr-defined]
    return administered | {
        "iseteenindus/broneeringud/": {"key": booking.ref},
        "iseteenindus/maksed/": {"ref": Payment.objects.get().ref},
        "iseteenindus/minu-andmed/": {"ref": export.ref, "kind": "json"},
        "iseteenindus/nousolekud/": {"ref": Consent.objects.get().ref},
        "iseteenindus/pakkumised/": {"ref": Offer.objects.get().ref},
        "iseteenindus/taotlused/": {"ref": application.ref, "file_ref": application.files.get().ref},
        "iseteenindus/taotlused/<str:ref>/otsus.pdf": {"ref": decided.ref},
        "iseteenindus/taotlused/<str:ref>/samm/": {"ref": draft.ref, "key": draft.version.parsed.steps[0].key},
        "iseteenindus/taotlused/<str:ref>/kokkuvote/": {"ref": draft.ref},
        "iseteenindus/taotlused/<str:ref>/viska-ara/": {"ref": draft.ref},
        "iseteenindus/taotlused/alusta/": {"slug": version.form.service.slug},
        "toolaud/andmesoovid/": {"ref": Request.objects.get(kind="deletion").ref},
        "toolaud/broneeringud/": {"ref": booking.ref, "verb": "tyhista"},
        "toolaud/broneeringud/ressursid/": {"slug": Resource.objects.latest("pk").slug},
        "toolaud/broneeringud/sari/": {"ref": Series.objects.get().ref},
        "toolaud/dokumendid/": {"ref": document.ref},
        "toolaud/inimesed/": {"pk": member.pk},
        "toolaud/inimesed/kutse/": {"pk": Invitation.objects.get().pk},
        "toolaud/oigused/muudatused/": {"pk": RightsChange.objects.get().pk, "verb": "lukka-tagasi"},
        "toolaud/oigused/rollid/": {"role": "operator"},
        "toolaud/puudumised/": {"pk": Absence.objects.get().pk},
        "toolaud/inimesed/uksus/": {"pk": Unit.objects.latest("pk").pk},
        "toolaud/isikud/": {"ref": town.mari.ref},
        "toolaud/juhtum/": {"number": case.number, "name": "vastan"},
        "toolaud/kirjad/": {"pk": Letter.objects.latest("pk").pk, "name": "received", "language": "et"},
        "toolaud/kohad/": {"slug": Layer.objects.latest("pk").slug},
        "toolaud/koht/": {"ref": Asset.objects.latest("pk").ref},
        "toolaud/kusitud/": {"pk": gap.pk},
        "toolaud/kusitud/kysimus/": {"pk": gap.exchanges.get().pk},
        "toolaud/maksed/": {"ref": Payment.objects.get().ref},
        "toolaud/mallid/": {"pk": AnswerTemplate.objects.latest("pk").pk},
        "toolaud/manus/": {"ref": Attachment.objects.latest("pk").ref},
        "toolaud/naabrid/": {"pk": Partner.objects.get().pk, "number": case.number},
        "toolaud/naabrid/teade/": {"pk": Handover.objects.latest("pk").pk},
        "toolaud/pakkumised/": {"ref": OfferRule.objects.latest("pk").ref},
        "toolaud/postkast/": {"external_id": StateLetter.objects.get().external_id, "number": case.number},
        "toolaud/postkast/seaded/mallid/": {"pk": Template.objects.get().pk},
        "toolaud/registrid/": {"key": "population"},
        "toolaud/registrid/esitatud/": {"pk": Statement.objects.get().pk},
        "toolaud/saabunud/": {"ref": mail.ref},
        "toolaud/saatmised/": {"pk": Delivery.objects.latest("pk").pk},
        "toolaud/salvestised/": {"ref": Recording.objects.latest("pk").ref, "pk": Proposal.objects.get().pk},
        "toolaud/sisselogimine/": {"ref": Provider.objects.get().ref},
        "toolaud/soovitused/": {"pk": Suggestion.objects.get().pk, "number": case.number},
        "toolaud/soovitused/mustand/": {"pk": AnswerDraft.objects.get().pk},
        "toolaud/suunamine/": {"pk": RoutingRule.objects.latest("pk").pk},
        "toolaud/taotlused/": {"ref": application.ref, "file_ref": application.files.get().ref},
        "toolaud/taotlused/<str:ref>/otsus.pdf": {"ref": decided.ref},
        "toolaud/taotlused/vormid/": {"pk": version.form_id},
        "toolaud/teadaanded/": {"ref": notice.ref, "verb": "avalda"},
        "toolaud/telefon/kone/": {"ref": Call.objects.latest("pk").ref},
        "toolaud/telefon/lubadused/": {"ref": Promise.objects.latest("pk").ref},
        "toolaud/vaatamised/": {"ref": town.mari.ref},
        "toolaud/vaated/": {"pk": SavedView.objects.get().pk},
        "toolaud/valjamaksed/": {"ref": Batch.objects.get().ref, "verb": "kinnita", "ending": "csv"},
        "toolaud/valjamaksed/konto/": {"pk": Grant.objects.get().pk},
        "toolaud/valjamaksed/kontomuudatus/": {"pk": AccountChange.objects.get(state="waiting").pk},
        "toolaud/valjamaksed/tagasi/": {"ref": Payout.objects.get().ref},
        "toolaud/vastused/": {"pk": PublishedAnswer.objects.latest("pk").pk, "number": case.number},
        "toolaud/veebihaagid/": {
            "pk": endpoint.pk,
            "delivery_id": Delivery.objects.filter(kind="webhooks").latest("pk").pk,
        },
        "toolaud/veebihaagid/allikad/": {"ref": source.ref},
        "toolaud/veebihaagid/ootel/": {"pk": Received.objects.latest("pk").pk},
        "toolaud/vormid/": {"ref": version.form.ref, "key": step.key, "kind": "text"},
        "toolaud/vormid/<str:ref>/kusimus/": {"key": step.fields[0].key},
    }


def address(path: str, found: dict[str, dict[str, Any]]) -> str:
    """The address at which ``path`` is asked: with the samples of the longest beginnings that fit."""
    values: dict[str, Any] = {}
    for beginning in sorted(found, key=len):
        if path.startswith(beginning):
            values |= found[beginning]
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values.get(part[1], "x" * 10)), path)
