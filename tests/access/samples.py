"""What the parts of each path are filled in with: keys of something that is there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import Gap
from raekoda.casework.cases.models import (
    AnswerTemplate,
    Attachment,
    Case,
    CaseParticipant,
    Kind,
    RoutingRule,
    SavedView,
)
from raekoda.casework.letters.models import Letter
from raekoda.casework.suggestions.models import AnswerDraft, Suggestion
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
from raekoda.identity.accounts.models import Absence, Membership, RightsChange, Unit
from raekoda.identity.persons.models import Person
from raekoda.identity.places.models import Area
from raekoda.identity.privacy.models import Request
from raekoda.identity.registers.models import Statement
from raekoda.identity.signin.models import Provider
from raekoda.platform.deliveries.models import Delivery
from raekoda.registry.assets.models import Asset, Layer
from raekoda.registry.benefits.models import Benefit, BenefitRule
from raekoda.registry.forms.models import FormVersion
from raekoda.registry.payments.models import Payment
from raekoda.registry.services.models import Service, Topic
from raekoda.selfservice.applications.models import AccountChange, Application, Batch, Consent, Draft, Grant, Payout
from raekoda.selfservice.bookings.models import Booking, Group, Resource, Series
from raekoda.selfservice.lifeevents.models import LifeEvent
from raekoda.selfservice.offers.models import Offer, OfferRule, Purpose

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


def newest(rows: QuerySet[Any], cases: Iterable[int] | None, to: str = "case") -> Any:
    """The newest of ``rows`` that belongs to one of ``cases``, found at ``to``; of all when there is none, or no ``cases``."""
    own = None if cases is None else rows.filter(**{f"{to}__in": list(cases)}).order_by("pk").last()
    return own or rows.latest("pk")


def samples(mari: Person, child: Person, cases: Iterable[int] | None = None) -> dict[str, dict[str, Any]]:
    """By how a path begins: something of that kind, by the names of the path's parts; of one of ``cases`` when given."""
    if cases is None:
        case = Case.objects.filter(kind=Kind.REPORT).latest("pk")
        application = Application.objects.filter(person=child).latest("pk")
    else:
        case = newest(Case.objects.all(), cases, "pk")
        application = newest(Application.objects.exclude(files=None), cases)
    decided, draft = Grant.objects.get().decision.application, Draft.objects.get(applicant=mari)
    version = FormVersion.objects.latest("pk")
    step = version.parsed.steps[0]
    booking = Booking.objects.filter(person=mari).latest("pk")
    export = Request.objects.get(kind="export")
    notice = Notice.objects.latest("pk")
    document, mail = newest(Document.objects.all(), cases), newest(Mail.objects.all(), cases)
    attachment = newest(Attachment.objects.exclude(thumbnail=""), cases)
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
        "iseteenindus/taotlused/": {"ref": application.ref, "file_ref": application.files.latest("pk").ref},
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
        "toolaud/puudumised/": {"pk": Absence.objects.get(user__username="matrix.analyst").pk},
        "toolaud/inimesed/uksus/": {"pk": Unit.objects.latest("pk").pk},
        "toolaud/isikud/": {"ref": mari.ref},
        "toolaud/juhtum/": {
            "number": case.number,
            "name": "vastan",
            "pk": newest(CaseParticipant.objects.all(), cases).pk,
        },
        "toolaud/kirjad/": {"pk": newest(Letter.objects.all(), cases).pk, "name": "received", "language": "et"},
        "toolaud/kohad/": {"slug": Layer.objects.latest("pk").slug},
        "toolaud/koht/": {"ref": Asset.objects.latest("pk").ref},
        "toolaud/kusitud/": {"pk": gap.pk},
        "toolaud/kusitud/kysimus/": {"pk": gap.exchanges.get().pk},
        "toolaud/maksed/": {"ref": Payment.objects.get().ref},
        "toolaud/mallid/": {"pk": AnswerTemplate.objects.latest("pk").pk},
        "toolaud/manus/": {"ref": attachment.ref},
        "toolaud/naabrid/": {"pk": Partner.objects.get().pk, "number": case.number},
        "toolaud/naabrid/teade/": {"pk": newest(Handover.objects.all(), cases).pk},
        "toolaud/pakkumised/": {"ref": OfferRule.objects.latest("pk").ref},
        "toolaud/postkast/": {
            "external_id": newest(StateLetter.objects.all(), cases).external_id,
            "number": case.number,
        },
        "toolaud/postkast/seaded/mallid/": {"pk": Template.objects.get().pk},
        "toolaud/registrid/": {"key": "population"},
        "toolaud/registrid/esitatud/": {"pk": Statement.objects.get().pk},
        "toolaud/saabunud/": {"ref": mail.ref},
        "toolaud/saatmised/": {"pk": Delivery.objects.latest("pk").pk},
        "toolaud/salvestised/": {"ref": Recording.objects.latest("pk").ref, "pk": Proposal.objects.get().pk},
        "toolaud/sisselogimine/": {"ref": Provider.objects.get().ref},
        "toolaud/soovitused/": {"pk": newest(Suggestion.objects.all(), cases).pk, "number": case.number},
        "toolaud/soovitused/mustand/": {"pk": newest(AnswerDraft.objects.all(), cases).pk},
        "toolaud/suunamine/": {"pk": RoutingRule.objects.latest("pk").pk},
        "toolaud/taotlused/": {"ref": application.ref, "file_ref": application.files.latest("pk").ref},
        "toolaud/taotlused/<str:ref>/otsus.pdf": {"ref": decided.ref},
        "toolaud/taotlused/vormid/": {"pk": version.form_id},
        "toolaud/teadaanded/": {"ref": notice.ref, "verb": "avalda"},
        "toolaud/telefon/kone/": {"ref": newest(Call.objects.all(), cases).ref},
        "toolaud/telefon/lubadused/": {"ref": newest(Promise.objects.all(), cases).ref},
        "toolaud/vaatamised/": {"ref": mari.ref},
        "toolaud/vaated/": {"pk": SavedView.objects.get().pk},
        "toolaud/valjamaksed/": {"ref": Batch.objects.get().ref, "verb": "kinnita", "ending": "csv"},
        "toolaud/valjamaksed/konto/": {"pk": Grant.objects.get().pk},
        "toolaud/valjamaksed/kontomuudatus/": {"pk": AccountChange.objects.get(state="waiting").pk},
        "toolaud/valjamaksed/tagasi/": {"ref": Payout.objects.get().ref},
        "toolaud/vastused/": {"pk": newest(PublishedAnswer.objects.all(), cases).pk, "number": case.number},
        "toolaud/veebihaagid/": {
            "pk": endpoint.pk,
            "delivery_id": Delivery.objects.filter(kind="webhooks").latest("pk").pk,
        },
        "toolaud/veebihaagid/allikad/": {"ref": source.ref},
        "toolaud/veebihaagid/ootel/": {"pk": newest(Received.objects.all(), cases).pk},
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
