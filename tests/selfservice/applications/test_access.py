"""Who sees and does what: every role on every path, the child's matter for a parent and never for a stranger."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from django.test import Client

from raekoda.casework.cases.models import Attachment
from raekoda.identity.accounts.models import Role
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.applications import actions, queries
from raekoda.selfservice.applications.models import Application, Batch, Consent, Decision, Draft, Grant
from tests.casework.cases.conftest import make_user
from tests.identity.persons.factory import actor_for, child_of, person
from tests.selfservice.applications.conftest import Town
from tests.selfservice.applications.test_pages import picture

OPEN, TO_SIGN_IN, NOT_THERE, FORBIDDEN = 200, 302, 404, 403


@pytest.fixture
def matter(town: Town) -> dict[str, str]:
    """A decided application with a file and a reply, and a draft: every address of a resident's."""
    draft = town.draft(other_parent="38001085718")
    client = town.resident()
    first = f"/iseteenindus/taotlused/{draft.ref}/samm/laps/"
    client.post(first, {"child_name": "Mia", "child_class": "2", "proof": picture(), "do": "next"})
    application = actions.send(Draft.objects.get(), actor=town.parent)
    client.post(f"/iseteenindus/taotlused/{application.ref}/vasta/", {"text": "Lisan foto", "photos": picture()})
    actions.answer_consent(Consent.objects.get(), consents=True, actor=town.stranger)
    town.decided(application)
    later = town.draft()
    mine, old = f"/iseteenindus/taotlused/{application.ref}/", f"/iseteenindus/taotlused/{later.ref}/"
    return {
        "page": mine,
        "file": f"{mine}failid/{application.files.get().ref}/",
        "reply file": f"{mine}failid/{Attachment.objects.get().ref}/",
        "decision": f"{mine}otsus.pdf",
        "document": f"{mine}taotlus.pdf",
        "withdraw": f"{mine}vota-tagasi/",
        "draft step": f"{old}samm/laps/",
        "draft summary": f"{old}kokkuvote/",
        "draft discard": f"{old}viska-ara/",
    }


EXPECTED = {
    "parent": lambda name: OPEN,
    "child_switched": lambda name: OPEN,
    "other_parent": lambda name: OPEN if name == "page" else NOT_THERE,
    "stranger": lambda name: NOT_THERE,
    "visitor": lambda name: TO_SIGN_IN,
    "official": lambda name: TO_SIGN_IN,
    "former_parent": lambda name: NOT_THERE,
}


def browser_of(town: Town, role: str) -> Client:
    """A browser signed in as ``role``."""
    if role == "child_switched":
        return town.resident(town.mari, town.right)
    if role == "other_parent":
        father = person(town.municipality, "37605030299", given_name="Mati", family_name="Maasikas")
        right = persons.save_representation(father, town.child, "parent", actor=Actor.system(), source="register")
        return town.resident(father, right)
    if role == "stranger":
        return town.resident(town.jaan)
    if role == "former_parent":
        client = town.resident()
        persons.end_representation(town.right, actor=Actor.system())
        return client
    if role == "official":
        return town.staff()
    return town.resident() if role == "parent" else Client()


def test_residents_paths(town: Town, matter: dict[str, str]) -> None:
    for role, expected in EXPECTED.items():
        client = browser_of(town, role)
        found = {name: client.get(address).status_code for name, address in matter.items()}
        assert found == {name: expected(name) for name in matter}, role


def test_nobody_else_changes_anything(town: Town, matter: dict[str, str]) -> None:
    before = (Draft.objects.get().answers, Application.objects.get().withdrawn_at, Attachment.objects.count())
    for role in ("stranger", "other_parent", "visitor", "official", "former_parent"):
        client = browser_of(town, role)
        for name in ("draft step", "draft summary", "draft discard", "withdraw"):
            answer = client.post(matter[name], {"child_name": "Võõras", "do": "next"})
            assert answer.status_code in (NOT_THERE, TO_SIGN_IN), (role, name)
        client.post(f"{matter['page']}vasta/", {"text": "Võõras", "photos": picture()})
        now = (Draft.objects.get().answers, Application.objects.get().withdrawn_at, Attachment.objects.count())
        assert now == before, role


PUBLIC = (
    "/api/v1/cases",
    "/ogc/collections/reports/items",
    "/open311/v2/requests.json",
    "/teated/",
    "/otsi/?q=Koolitoetus",
)


def test_nothing_of_it_is_public(town: Town, matter: dict[str, str]) -> None:
    application = Application.objects.get()
    clients = (Client(), town.resident(), town.resident(town.jaan))
    for path, client in product(PUBLIC, clients):
        page = client.get(path)
        assert page.status_code in (200, 401, 403, 404), page.status_code
        for secret in ("Mia", application.case.number, application.case.ref, application.ref):
            assert secret not in page.content.decode(), (path, secret)


def test_its_files_are_behind_its_own_gate_alone(town: Town, matter: dict[str, str]) -> None:
    reply, file = Attachment.objects.get(), Application.objects.get().files.get()
    for client in (Client(), town.resident(town.jaan), town.resident()):
        for ref in (reply.ref, file.ref):
            assert client.get(f"/failid/{ref}/").status_code == NOT_THERE
        assert client.get(f"/failid/{file.file.name}", follow=True).status_code == NOT_THERE


@pytest.mark.parametrize(
    ("role", "expected"),
    [("other", OPEN), ("parent", NOT_THERE), ("stranger", NOT_THERE), ("acting", NOT_THERE), ("visitor", TO_SIGN_IN)],
)
def test_a_consent_is_its_persons_alone(town: Town, role: str, expected: int) -> None:
    town.sent(other_parent="38001085718")
    consent = Consent.objects.get()
    another = person(town.municipality, "37605030299", given_name="Mati", family_name="Maasikas")
    ward, right = child_of(town.jaan, "51803159997")
    clients: dict[str, Callable[[], Client]] = {
        "other": lambda: town.resident(town.jaan),
        "parent": town.resident,
        "stranger": lambda: town.resident(another),
        "acting": lambda: town.resident(town.jaan, right),
        "visitor": Client,
    }
    client = clients[role]()
    address = f"/iseteenindus/nousolekud/{consent.ref}/"
    assert client.get(address).status_code == expected
    assert ward.pk
    if expected != OPEN:
        client.post(address, {"answer": "yes"})
        consent.refresh_from_db()
        assert consent.state == "asked"


STAFF_PATHS = {
    "overview": "/toolaud/taotlused/",
    "decision": "/toolaud/taotlused/{ref}/otsus/",
    "pdf": "/toolaud/taotlused/{ref}/otsus.pdf",
    "file": "/toolaud/taotlused/{ref}/failid/{file}/",
    "payouts": "/toolaud/valjamaksed/",
    "batch": "/toolaud/valjamaksed/{batch}/",
    "export": "/toolaud/valjamaksed/{batch}/nimekiri.csv",
    "account": "/toolaud/valjamaksed/konto/{grant}/",
    "handling": "/toolaud/taotlused/vormid/{form}/",
    "paying account": "/toolaud/valjamaksed/konto/",
}
CONFIGURES = ("handling", "paying account")
STAFF_EXPECTED = {
    "official": lambda name: FORBIDDEN if name in CONFIGURES else OPEN,
    "service_owner": lambda name: OPEN,
    "administrator": lambda name: OPEN if name in ("overview", *CONFIGURES) else FORBIDDEN,
    "operator": lambda name: FORBIDDEN,
    "editor": lambda name: FORBIDDEN,
    "analyst": lambda name: FORBIDDEN,
    "parent": lambda name: TO_SIGN_IN,
    "elsewhere": lambda name: TO_SIGN_IN,
}


def test_staff_paths(town: Town, matter: dict[str, str], other_municipality: Municipality) -> None:
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    actions.confirm_batch(batch, actor=town.kolmas)
    application = Application.objects.get()
    names = {"ref": application.ref, "file": application.files.get().ref, "batch": Batch.objects.get().ref,
             "grant": Grant.objects.get().pk, "form": town.version.form_id}  # fmt: skip
    for role, expected in STAFF_EXPECTED.items():
        client = town.resident() if role == "parent" else Client()
        if role == "elsewhere":
            client.force_login(make_user(other_municipality, "mujal", Role.ADMINISTRATOR))
        elif role != "parent":
            client.force_login(make_user(town.municipality, f"keegi-{role}", role))
        found = {name: client.get(path.format(**names)).status_code for name, path in STAFF_PATHS.items()}
        assert found == {name: expected(name) for name in STAFF_PATHS}, role


def test_the_gate_of_another_municipality_is_shut(town: Town, other_municipality: Municipality) -> None:
    application = town.sent()
    with municipality_scope(other_municipality):
        assert not queries.visible_to(town.parent).exists()
        assert not queries.visible_to(town.ametnik).exists()
        assert not Decision.objects.exists()
    client = town.resident()
    assert (
        client.get(f"/iseteenindus/taotlused/{application.ref}/", headers={"host": "elva.localhost"}).status_code
        != OPEN
    )


def test_another_parent_sees_where_it_stands_and_no_account(town: Town, matter: dict[str, str]) -> None:
    page = browser_of(town, "other_parent").get(matter["page"]).content.decode()
    assert "rahuldatud" in page
    assert "EE38" not in page and "2. klass" not in page and "Laps ja vanem elavad" not in page
    second = town.sent()
    father = actor_for(Person.objects.get(given_name="Mati"), town.child)
    for act in (
        lambda: actions.withdraw(second, actor=father),
        lambda: actions.reply(second, text="Mina", actor=father),
    ):
        with pytest.raises(actions.ApplicationError):
            act()


def test_who_acts_for_another_sees_the_others_matters_only(town: Town) -> None:
    application = town.sent()
    own = town.sent_for(town.mari)
    assert set(queries.visible_to(actor_for(town.mari))) == {application, own}
    assert set(queries.visible_to(actor_for(town.mari, town.child))) == {application}
