"""A town with something of every kind in it: the demo's content, and what the demo has none of."""

from __future__ import annotations

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

from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.casework.cases.models import Attachment, Case, CaseParticipant, Kind, SavedView
from raekoda.casework.suggestions.models import AnswerDraft, Suggestion
from raekoda.casework.webhooks import actions as webhooks
from raekoda.casework.webhooks.models import Endpoint
from raekoda.channels.postkast.models import Letter as StateLetter
from raekoda.channels.postkast.models import Template
from raekoda.channels.recordings.models import Proposal, Recording
from raekoda.identity.accounts.capabilities import SPECIAL
from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Absence, Membership, RightsChange, Role, User
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.privacy.models import Request
from raekoda.identity.registers.models import Register, Statement
from raekoda.identity.signin.models import Provider
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.payments import actions as payments
from raekoda.selfservice.applications import actions as applications
from raekoda.selfservice.applications.models import AccountChange, Application, Consent, File, Grant
from raekoda.tools.demo import make
from tests.access.samples import address, samples
from tests.identity.persons.factory import CHILD, JAAN, MARI, sign_in
from tests.selfservice.applications.test_pages import picture

STAFF = tuple(Role.values)
COMBINED = {
    "operator+editor": (Role.OPERATOR, Role.EDITOR),
    "official+administrator": (Role.OFFICIAL, Role.ADMINISTRATOR),
}
"""Members of staff with two roles."""


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


def views(resolver: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every path of the installation, with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern, path)
        else:
            yield path, pattern.callback


def paths() -> Iterator[str]:
    """Every path of the installation."""
    return (path for path, _ in views())


def permission_of(view: Any) -> str | None:
    """The permission with which ``staff_page`` guards the view."""
    while view is not None:
        if permission := getattr(view, "permission", None):
            return str(permission)
        view = getattr(view, "__wrapped__", None)
    return None


def build(home: Path) -> Town:
    """The whole town, and for every path with a part to fill in the address of something that is there."""
    make(home, lambda line: None)
    municipality = Municipality.objects.get(code="0793")
    other = Municipality.objects.get(code="0171")
    with municipality_scope(other):
        _staff("elsewhere", other, *STAFF)
    with municipality_scope(municipality):
        for role in STAFF:
            _staff(role, municipality, role)
        for name, roles in COMBINED.items():
            _staff(name, municipality, *roles)
        User.objects.create_superuser("matrix.superuser", "superuser@example.ee", "pikk-parool-1")
        known = {person.code: person for person in Person.objects.all()}
        town = Town(municipality, known[MARI], known[CHILD], known[JAAN], {}, {})
        _what_the_demo_has_not(town)
        found = samples(town.mari, town.child)
        town.addresses = {path: address(path, found) for path in paths()}
        first_step = found["toolaud/vormid/"]["key"]
        town.sent = {
            "toolaud/vormid/<str:ref>/muuda/": {"do": f"step_down:{first_step}"},
            "iseteenindus/kelle-eest/": {"for": "self"},
        }
    return town


def _staff(name: str, municipality: Municipality, *roles: str) -> None:
    """A member whose roles apply to all units and to all special matters: what is left is what the role does not allow."""
    user = User.objects.create_user(f"matrix.{name}", f"{name}@example.ee", "pikk-parool-1")
    for role in roles:
        Membership.objects.create(user=user, municipality=municipality, role=role, categories=[*SPECIAL])


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
    CaseParticipant.objects.create(
        **of, case=case, user=User.objects.get(username="tartu.haridus"), reason=CaseParticipant.Reason.ASKED_IN,
        added_by=official, added_at=now,
    )  # fmt: skip
    AnswerDraft.objects.create(**of, case=case, text="Vastus", made_at=now)
    webhooks.ping(webhooks.switch_on(Endpoint.objects.get(), actor=actor), actor=actor)
    AccountChange.objects.create(
        **of, grant=Grant.objects.get(), account="EE382200221020145685", holder="Mari", proposed_by=official,
        proposed_at=now,
    )  # fmt: skip
    Invitation.objects.create(
        **of, email="uus@example.ee", role="official", digest="x", invited_at=now, expires_at=now + timedelta(days=7)
    )
    Provider.objects.create(**of, kind="tara", name="Proov", issuer="https://example.ee", client_id="x", level="high")
