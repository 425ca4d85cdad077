"""What staff set up: routing, answer templates, people and units; what they read: periods and figures."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import AnswerTemplate, RoutingRule
from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

ROUTING, TEMPLATES, FIGURES, MEMBERS = (
    "/toolaud/suunamine/",
    "/toolaud/mallid/",
    "/toolaud/ulevaade/",
    "/toolaud/inimesed/",
)


@pytest.fixture
def administrator(staff) -> User:
    return staff(Role.ADMINISTRATOR, "anne")


@pytest.fixture
def admin(administrator: User, signed_in) -> Client:
    return signed_in(administrator)


def rule(municipality: Municipality, unit: Unit, order: int, words: str, **more) -> RoutingRule:
    return RoutingRule.objects.create(
        municipality=municipality, name=f"Reegel {order}", order=order, words=words, unit=unit, **more
    )


def test_a_rule_made_on_the_page_routes_the_next_case(admin: Client, other_unit: Unit, make_case) -> None:
    sent = {"name": "Lasteaiad", "words": "lasteaed", "unit": other_unit.pk, "is_active": "on"}
    assert admin.post(f"{ROUTING}uus/", sent)["Location"] == ROUTING
    assert make_case(text="Millal lasteaeda saab?").unit == other_unit

    made = RoutingRule.objects.get()
    admin.post(f"{ROUTING}{made.pk}/", sent | {"is_active": ""})
    assert make_case(text="Millal lasteaeda saab?").unit is None
    admin.post(f"{ROUTING}{made.pk}/kustuta/")
    assert not RoutingRule.objects.exists()


def test_a_rule_without_name_or_unit_is_not_kept(admin: Client) -> None:
    response = admin.post(f"{ROUTING}uus/", {"words": "lumi"})
    assert response.status_code == 200
    assert "rk-error-summary" in response.text
    assert ">lumi<" in response.text.replace("\r\n", "").replace("\n", "")


def test_rules_change_places(admin: Client, municipality: Municipality, unit: Unit) -> None:
    first, second, third = (rule(municipality, unit, order, "x") for order in (10, 20, 20))
    admin.post(f"{ROUTING}{third.pk}/nihuta/", {"to": "up"})
    assert list(RoutingRule.objects.values_list("pk", flat=True)) == [first.pk, third.pk, second.pk]
    admin.post(f"{ROUTING}{first.pk}/nihuta/", {"to": "up"})
    admin.post(f"{ROUTING}{first.pk}/nihuta/", {"to": "down"})
    assert list(RoutingRule.objects.values_list("pk", flat=True)) == [third.pk, first.pk, second.pk]
    assert admin.post(f"{ROUTING}999999/nihuta/", {"to": "up"}).status_code == 404


def test_the_try_box_says_where_a_text_would_go_and_why_not_elsewhere(
    admin: Client, municipality: Municipality, unit: Unit, other_unit: Unit
) -> None:
    rule(municipality, other_unit, 10, "lasteaed")
    rule(municipality, unit, 20, "lamp ei põle")
    rule(municipality, other_unit, 30, "", kind="report")
    rule(municipality, other_unit, 5, "lamp", is_active=False)

    tried = admin.get(ROUTING, {"kind": "report", "text": "Meie tänaval lamp ei põle"}).text
    assert "võtab pöördumise" in tried
    assert "neid sõnu ei ole" in tried
    assert "sobib mõni eelmine reegel" in tried
    assert "Reegli „Reegel 20“ järgi." in tried
    assert "Ükski reegel ei sobi" in admin.get(ROUTING, {"kind": "memo", "text": "Tere"}).text


def test_rules_of_another_municipality_are_out_of_reach(admin: Client, other_municipality: Municipality) -> None:
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(other_municipality):
        theirs = rule(
            other_municipality, Unit.objects.create(municipality=other_municipality, name="Elva üksus"), 1, "x"
        )
    for verb in ("", "nihuta/", "kustuta/"):
        assert admin.post(f"{ROUTING}{theirs.pk}/{verb}").status_code == 404
    assert "Elva üksus" not in admin.get(f"{ROUTING}uus/").text


def test_templates_are_written_changed_and_deleted(official: Client) -> None:
    official.post(f"{TEMPLATES}uus/", {"name": "Tänu", "language": "et", "text": "Täname, {number}!"})
    template = AnswerTemplate.objects.get()
    assert "Tänu" in official.get(TEMPLATES).text
    assert "{number}" in official.get(f"{TEMPLATES}{template.pk}/").text
    official.post(f"{TEMPLATES}{template.pk}/", {"name": "Tänu", "language": "ru", "text": "Спасибо!"})
    template.refresh_from_db()
    assert template.language == "ru"
    official.post(f"{TEMPLATES}{template.pk}/kustuta/")
    assert not AnswerTemplate.objects.exists()


@pytest.mark.parametrize("language", ["", "en/", "ru/"])
def test_legal_periods_stand_with_their_sources(language: str, official: Client) -> None:
    page = official.get(f"/{language}toolaud/tahtajad/")
    assert "MSVS" in page.text


def test_figures_are_counted_by_unit_service_and_kind(official: Client, make_case, lights, oskar_acts) -> None:
    for score in (5, 4, 3):
        case = make_case(service=lights)
        actions.answer(case, text="Tehtud.", outcome="solved", actor=oskar_acts)
        actions.rate(case, score=score, actor=Actor.resident())
    make_case(service=lights)
    make_case(kind="memo")

    page = official.get(FIGURES)
    total = page.context["total"]
    assert (total.open, total.late, total.arrived, total.ended, total.shown_score) == (2, 0, 5, 3, 4.0)
    by_service = {line.name: line for line in page.context["tables"][1]["lines"]}
    assert (by_service["Tänavavalgustus"].open, by_service["Tänavavalgustus"].ended) == (1, 3)
    assert "Tänavavalgustus" in page.text


def test_a_suspended_case_is_not_counted_as_late(official: Client, make_case, oskar_acts) -> None:
    long_ago = clock.now() - timedelta(days=100)
    with clock.at(long_ago):
        suspended = make_case()
        make_case()
        actions.suspend(suspended, reason="Ootame", actor=oskar_acts)

    total = official.get(FIGURES).context["total"]
    assert (total.open, total.late) == (2, 1)


def test_few_ratings_are_not_shown(official: Client, make_case, oskar_acts) -> None:
    case = make_case()
    actions.answer(case, text="Tehtud.", outcome="solved", actor=oskar_acts)
    actions.rate(case, score=1, actor=Actor.resident())
    assert official.get(FIGURES).context["total"].shown_score is None


def test_an_analyst_counts_cases_but_opens_none(signed_in, make_case) -> None:
    case = make_case(text="Minu nimi on Mari.")
    page = signed_in(Role.ANALYST).get(FIGURES)
    assert page.context["total"].open == 1
    assert case.number not in page.text
    assert "?tab=open" not in page.text
    assert 'role="search"' not in page.text


def test_figures_need_the_same_queries_for_any_number_of_cases(official: Client, make_case, lights) -> None:
    def queries() -> int:
        official.get(FIGURES)
        with CaptureQueriesContext(connection) as captured:
            official.get(FIGURES)
        return len(captured)

    for _ in range(10):
        make_case(service=lights)
    few = queries()
    for _ in range(90):
        make_case()
    assert queries() == few


def accept_invitation(email: str) -> None:
    link = re.search(r"/toolaud/kutse/\S+", Letter.objects.get(to=email).text)
    assert link is not None
    own = {"new_password1": "minu-oma-parool", "new_password2": "minu-oma-parool", "accept": "1"}
    assert Client().post(link[0], own)["Location"] == "/toolaud/sisene/"


def test_a_colleague_is_named_changed_and_let_go(admin: Client, unit: Unit, make_case, oskar_acts: Actor) -> None:
    admin.post(
        f"{MEMBERS}uus/",
        {"email": "Uku.Uus@example.ee", "first_name": "Uku", "last_name": "Uus", "role": "official", "unit": unit.pk},
    )
    assert "uku.uus@example.ee" in admin.get(MEMBERS).text
    accept_invitation("uku.uus@example.ee")
    membership = Membership.objects.get(user__username="uku.uus@example.ee")
    assert "Uku Uus" in admin.get(MEMBERS).text

    admin.post(f"{MEMBERS}{membership.pk}/", {"role": "service_owner", "unit": unit.pk, "title": "Peaspetsialist"})
    membership.refresh_from_db()
    assert (membership.role, membership.title) == ("service_owner", "Peaspetsialist")

    case = make_case()
    actions.assign(case, actor=oskar_acts, official=membership.user, unit=unit)
    admin.post(f"{MEMBERS}{membership.pk}/eemalda/")
    case.refresh_from_db()
    assert not Membership.objects.filter(user=membership.user).exists()
    assert (case.official, case.unit) == (None, unit)


def test_a_role_is_given_once(admin: Client) -> None:
    words = {"email": "Uku@example.ee", "first_name": "U", "last_name": "U", "role": "analyst"}
    admin.post(f"{MEMBERS}uus/", words)
    assert "roll on juba olemas" in admin.post(f"{MEMBERS}uus/", words).text
    assert Membership.objects.filter(user__username="uku@example.ee").count() == 1


def test_the_last_administrator_stays(admin: Client, administrator: User, unit: Unit) -> None:
    in_unit, own = Membership.objects.filter(user=administrator).order_by("unit")
    admin.post(f"{MEMBERS}{in_unit.pk}/eemalda/")
    assert "Viimast haldajat" in admin.post(f"{MEMBERS}{own.pk}/eemalda/", follow=True).text
    admin.post(f"{MEMBERS}{own.pk}/", {"role": "official"})
    assert Membership.objects.get(user=administrator).role == Role.ADMINISTRATOR


def test_passwords_of_people_of_other_municipalities_are_not_to_be_set(
    admin: Client, other_municipality: Municipality, municipality: Municipality
) -> None:
    shared_user = User.objects.create_user("kahes@example.ee", password="pikk-parool-22")
    Membership.objects.create(user=shared_user, municipality=other_municipality, role=Role.ADMINISTRATOR)
    here = Membership.objects.create(user=shared_user, municipality=municipality, role=Role.OFFICIAL)
    refused = admin.post(f"{MEMBERS}{here.pk}/link/", follow=True)
    assert not Letter.objects.exists()
    assert "teises omavalitsuses" in refused.text
    shared_user.refresh_from_db()
    assert shared_user.check_password("pikk-parool-22")


def test_memberships_of_another_municipality_are_out_of_reach(admin: Client, other_municipality: Municipality) -> None:
    stranger = User.objects.create_user("elvakas", password="pikk-parool-22")
    theirs = Membership.objects.create(user=stranger, municipality=other_municipality, role=Role.OFFICIAL)
    for verb in ("", "link/", "eemalda/"):
        assert admin.post(f"{MEMBERS}{theirs.pk}/{verb}", {"role": "analyst"}).status_code == 404


def test_units_are_added_and_changed(admin: Client, unit: Unit) -> None:
    admin.post(f"{MEMBERS}uksus/uus/", {"name": "Teede teenistus", "parent": unit.pk, "is_active": "on"})
    added = Unit.objects.get(name="Teede teenistus")
    assert added.parent == unit
    circle = {"name": unit.name, "parent": added.pk, "is_active": "on"}
    assert "iseenda osa" in admin.post(f"{MEMBERS}uksus/{unit.pk}/", circle).text
    assert "on juba olemas" in admin.post(f"{MEMBERS}uksus/uus/", {"name": unit.name}).text
    assert reverse("desk:unit", args=[added.pk]) in admin.get(MEMBERS).text
