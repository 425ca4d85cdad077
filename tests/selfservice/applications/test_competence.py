"""Competence by unit and service: who of the staff reads, decides and pays an application."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications import actions, queries
from raekoda.selfservice.applications.models import Application, Decision
from tests.selfservice.applications.conftest import Town


def official_of(town: Town, name: str, unit: Unit, **limits: list[object]) -> Actor:
    """An official whose role applies to one unit only."""
    user = User.objects.create(username=name)
    Membership.objects.create(user=user, municipality=town.municipality, role=Role.OFFICIAL, unit=unit, **limits)
    return Actor.staff(user)


def place(application: Application, unit: Unit, sensitivity: str = "personal") -> Application:
    """The application directed to ``unit``."""
    is_special = sensitivity not in ("open", "internal", "personal")
    Case.objects.filter(pk=application.case_id).update(
        unit=unit, official=None, sensitivity=sensitivity, is_restricted=is_special
    )
    application.refresh_from_db()
    application.case.refresh_from_db()
    return application


@pytest.fixture
def education(town: Town) -> Unit:
    return Unit.objects.create(municipality=town.municipality, name="Haridusosakond")


@pytest.fixture
def planning(town: Town) -> Unit:
    return Unit.objects.create(municipality=town.municipality, name="Planeerimisosakond")


@pytest.fixture
def teacher(town: Town, education: Unit) -> Actor:
    return official_of(town, "haridus", education)


@pytest.fixture
def planner(town: Town, planning: Unit) -> Actor:
    return official_of(town, "planeerija", planning)


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)  # type: ignore[arg-type]
    return client


def test_an_application_of_another_unit_is_neither_listed_nor_opened(
    town: Town, education: Unit, teacher: Actor, planner: Actor
) -> None:
    application = place(town.sent(), education)
    town.drafted(application)
    assert list(queries.visible_to(teacher)) == [application]
    assert not queries.visible_to(planner).exists()
    pages = [
        f"/toolaud/taotlused/{application.ref}/{page}" for page in ("otsus/", "otsus.pdf")
    ]  # fmt: skip
    assert [browser(planner).get(page).status_code for page in pages] == [404, 404]
    assert [browser(teacher).get(page).status_code for page in pages] == [200, 200]
    number = application.case.number
    assert number in browser(teacher).get("/toolaud/taotlused/").content.decode()
    assert number not in browser(planner).get("/toolaud/taotlused/").content.decode()


def test_a_planner_drafts_and_confirms_no_education_benefit(
    town: Town, education: Unit, teacher: Actor, planner: Actor
) -> None:
    application = place(town.sent(), education)
    town.check_all(application)
    with pytest.raises(PermissionDenied):
        town.drafted_by(planner, application)
    waiting = actions.submit(town.drafted(application), actor=town.ametnik)
    assert list(queries.waiting_decisions(teacher)) == [waiting]
    assert not queries.waiting_decisions(planner).exists()
    with pytest.raises(PermissionDenied):
        actions.confirm(waiting, actor=planner)
    browser(planner).post(f"/toolaud/taotlused/{application.ref}/kinnita/")
    assert Decision.objects.get().state == Decision.State.WAITING
    assert actions.confirm(waiting, actor=teacher).is_made


def test_who_is_asked_in_reads_and_does_not_decide(town: Town, education: Unit, planner: Actor) -> None:
    application = place(town.sent(), education)
    application.case.participants.create(
        municipality=town.municipality, user=planner.user, reason="asked_in", added_by=town.ametnik.user,
        added_at=town.sent_at(),
    )  # fmt: skip
    assert planner.may("applications.view", application)
    for permission in ("handle", "decide", "pay"):
        assert not planner.may(f"applications.{permission}", application), permission


def test_a_role_for_some_services_decides_only_these(town: Town, education: Unit) -> None:
    application = place(town.sent(), education)
    service = application.case.service_id
    assert service is not None
    of_service = official_of(town, "teenus", education, services=[service])
    of_another = official_of(town, "muu", education, services=[service + 1])
    assert of_service.may("applications.decide", application)
    assert not of_another.may("applications.decide", application)


def test_a_special_application_needs_its_category(town: Town, education: Unit, teacher: Actor) -> None:
    application = place(town.sent(), education, "child")
    of_children = official_of(town, "lastekaitse", education, categories=["child"])
    assert not queries.visible_to(teacher).exists()
    assert not teacher.may("applications.view", application)
    assert list(queries.visible_to(of_children)) == [application]
    assert of_children.may("applications.decide", application)


def test_a_payment_list_shows_and_is_confirmed_by_competence(
    town: Town, education: Unit, planning: Unit, teacher: Actor, planner: Actor
) -> None:
    first = town.decided(town.sent())
    place(first.application, education)
    second = town.decided(town.sent_for(town.mari))
    place(second.application, planning)
    assert [grant.decision_id for grant in queries.due_grants(teacher, town.far())] == [first.pk]
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    assert batch.payouts.count() == 2
    assert [payout.grant.decision_id for payout in queries.payouts(planner)] == [second.pk]
    page = browser(teacher).get(f"/toolaud/valjamaksed/{batch.ref}/").content.decode()
    assert first.application.case.number in page and second.application.case.number not in page
    with pytest.raises(PermissionDenied):
        actions.confirm_batch(batch, actor=teacher)
    assert browser(teacher).post(f"/toolaud/valjamaksed/{batch.ref}/kinnita/").status_code == 403
    actions.confirm_batch(batch, actor=town.kolmas)
    assert browser(teacher).get(f"/toolaud/valjamaksed/{batch.ref}/nimekiri.csv").status_code == 403
    assert browser(town.teine).get(f"/toolaud/valjamaksed/{batch.ref}/nimekiri.csv").status_code == 200
    assert browser(teacher).get(f"/toolaud/valjamaksed/konto/{second.grant.pk}/").status_code == 404


def test_a_list_gathered_by_a_unit_holds_its_own_payments(
    town: Town, education: Unit, planning: Unit, teacher: Actor, planner: Actor
) -> None:
    place(town.decided(town.sent()).application, education)
    place(town.decided(town.sent_for(town.mari)).application, planning)
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=teacher)
    assert batch.payouts.count() == 1
    assert not queries.batches(planner).exists()
    assert browser(planner).get(f"/toolaud/valjamaksed/{batch.ref}/").status_code == 404


def test_an_operator_sees_the_stage_alone(town: Town, education: Unit) -> None:
    from raekoda.selfservice.applications.panels import case_panel

    application = place(town.sent(), education, "internal")
    panel = case_panel(application.case, town.operator)
    assert panel is not None and panel["is_brief"]
    assert set(panel) == {"case", "application", "is_brief", "stage"}
