"""What staff read: by unit, service, sensitivity and task. The filter of lists and the judgement of one case agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raekoda.casework.cases import actions, queries, visibility
from raekoda.casework.cases.actions import CaseError
from raekoda.casework.cases.models import Case, CaseParticipant, Kind, SensitivityRule
from raekoda.casework.letters.models import Letter
from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.capabilities import SPECIAL, Capability, Sensitivity
from raekoda.identity.accounts.models import Absence, Membership, Role, Unit, User
from raekoda.identity.accounts.rights import Grant, Rights
from raekoda.identity.persons.actions import get_or_create_person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.registry.services.models import Service

CHILD = Sensitivity.CHILD


@pytest.fixture
def member(municipality: Municipality) -> Callable[..., Actor]:
    """``member("kadri", Role.OFFICIAL, unit, categories=[...])``: somebody whose role applies to the unit alone."""

    def make(name: str, role: str, unit: Unit | None = None, **values: object) -> Actor:
        user, _ = User.objects.get_or_create(username=name, defaults={"email": f"{name}@example.ee"})
        Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit, **values)
        return Actor.staff(User.objects.get(pk=user.pk))

    return make


@pytest.fixture
def special(make_case: Callable[..., Case], unit: Unit) -> Case:
    """A child-protection matter of the unit."""
    case = make_case(kind=Kind.MEMO, text="Naabri asi.")
    Case.objects.filter(pk=case.pk).update(unit=unit, sensitivity=CHILD, is_restricted=True)
    return Case.objects.get(pk=case.pk)


def in_unit(case: Case, unit: Unit | None, **values: object) -> Case:
    Case.objects.filter(pk=case.pk).update(unit=unit, **values)
    return Case.objects.get(pk=case.pk)


def test_an_official_reads_the_own_unit_and_its_parts_and_no_other(member, make_case, unit, other_unit) -> None:
    part = Unit.objects.create(municipality=unit.municipality, name="Haljastus", parent=unit)
    own, below, foreign = (in_unit(make_case(), where) for where in (unit, part, other_unit))
    oskar = member("oskar", Role.OFFICIAL, unit)
    assert set(queries.visible_to(oskar)) == {own, below}
    assert oskar.may("cases.answer", below) and not oskar.may("cases.view", foreign)
    with pytest.raises(PermissionDenied):
        actions.note(foreign, text="Tere.", actor=oskar)


def test_what_has_no_unit_is_read_by_triage_alone(member, make_case, unit) -> None:
    undirected = make_case(kind=Kind.MEMO)
    oskar, piret, whole = (
        member("oskar", Role.OFFICIAL, unit),
        member("piret", Role.OPERATOR),
        member("kogu", Role.OFFICIAL),
    )
    assert undirected not in queries.visible_to(oskar)
    assert undirected in queries.visible_to(piret) and undirected in queries.visible_to(whole)


def test_a_special_matter_needs_its_category(member, special, unit) -> None:
    oskar, kadri = member("oskar", Role.OFFICIAL, unit), member("kadri", Role.OFFICIAL, unit, categories=[CHILD])
    health = member("tiina", Role.OFFICIAL, unit, categories=[Sensitivity.HEALTH])
    for actor in (oskar, health, member("piret", Role.OPERATOR), member("kogu", Role.OFFICIAL)):
        assert special not in queries.visible_to(actor) and not actor.may("cases.view", special)
    assert special in queries.visible_to(kadri) and kadri.may("cases.answer", special)


def test_an_administrator_sets_up_and_reads_nothing(member, make_case, special) -> None:
    make_case()
    haldur = member("haldur", Role.ADMINISTRATOR)
    root = Actor.staff(User.objects.create_superuser("juur", "juur@example.ee", "pikk-parool-1"))
    for actor in (haldur, root):
        assert not actor.may("cases.view") and actor.may("people.manage")
        assert not queries.visible_to(actor).filter(is_public=False).exists()


def test_a_role_for_services_reads_these_services_alone(member, make_case, lights, unit) -> None:
    other = Service.objects.create(municipality=unit.municipality, code="x", slug="x", name="Koristus", unit=unit)
    lamp, dirt = in_unit(make_case(service=lights), unit), in_unit(make_case(), unit, service=other)
    oskar = member("oskar", Role.OFFICIAL, unit, services=[lights.pk])
    assert list(queries.visible_to(oskar)) == [lamp] and not oskar.may("cases.view", dirt)


def test_tasks_are_read_whatever_the_unit(member, make_case, unit, other_unit) -> None:
    oskar = member("oskar", Role.OFFICIAL, unit)
    case = in_unit(make_case(), other_unit, official=oskar.user)
    assert case in queries.visible_to(oskar) and oskar.may("cases.answer", case)


def test_a_deputy_reads_the_tasks_on_the_days_of_absence(member, make_case, special, unit, other_unit) -> None:
    oskar, asta = member("oskar", Role.OFFICIAL, unit), member("asta", Role.OFFICIAL, other_unit)
    case = in_unit(make_case(), unit, official=oskar.user)
    in_unit(special, unit, official=oskar.user)
    assert not queries.visible_to(asta).exists()
    today = clock.today()
    Absence.objects.create(
        municipality=unit.municipality, user=oskar.user, deputy=asta.user, first_day=today, last_day=today
    )
    during = Actor.staff(User.objects.get(pk=asta.id))
    assert list(queries.visible_to(during)) == [case] and during.may("cases.answer", case)
    Absence.objects.update(first_day=today - timedelta(days=3), last_day=today - timedelta(days=1))
    assert not queries.visible_to(Actor.staff(User.objects.get(pk=asta.id))).exists()


def test_a_colleague_who_is_asked_in_reads_and_writes_notes_until_it_ends(member, make_case, unit, other_unit) -> None:
    oskar, asta = member("oskar", Role.OFFICIAL, unit), member("asta", Role.OFFICIAL, other_unit)
    case = in_unit(make_case(), unit)
    participant = actions.ask_in(case, user=asta.user, explanation="Kuidas koolis on?", actor=oskar)
    helper = Actor.staff(asta.user)
    assert list(queries.visible_to(helper)) == [case]
    actions.note(case, text="Koolis on korras.", actor=helper)
    assert not helper.may("cases.answer", case) and not helper.may("cases.assign", case)
    actions.end_participation(participant, actor=oskar)
    assert not queries.visible_to(Actor.staff(asta.user)).exists()


def test_nobody_without_the_category_is_asked_in_or_assigned_a_special_matter(
    member, special, unit, other_unit
) -> None:
    kadri, asta = member("kadri", Role.OFFICIAL, unit, categories=[CHILD]), member("asta", Role.OFFICIAL, other_unit)
    with pytest.raises(CaseError):
        actions.ask_in(special, user=asta.user, explanation="Palun abi.", actor=kadri)
    with pytest.raises(CaseError):
        actions.assign(special, official=asta.user, actor=kadri)
    with pytest.raises(CaseError):
        actions.assign(special, unit=other_unit, actor=kadri)
    actions.assign(special, unit=unit, actor=kadri)


def test_break_glass_opens_a_case_for_hours_is_logged_and_told_to_the_head(member, special, unit, municipality) -> None:
    head = User.objects.create(username="juht", email="juht@example.ee")
    Unit.objects.filter(pk=unit.pk).update(head=head)
    child = get_or_create_person(municipality, code="61503050018", actor=Actor.system())
    in_unit(special, unit, concerned=child)
    case, oskar = Case.objects.get(pk=special.pk), member("oskar", Role.OFFICIAL, unit)
    with pytest.raises(CaseError):
        actions.break_glass(case, reason=" ", actor=oskar)
    with pytest.raises(PermissionDenied):
        actions.break_glass(case, reason="Uudishimu.", actor=member("piret", Role.OPERATOR))
    actions.break_glass(case, reason="Laps on ohus, kolleeg ei vasta.", actor=oskar)
    assert case in queries.visible_to(Actor.staff(oskar.user))
    assert Look.objects.get(person=child).purpose == "Laps on ohus, kolleeg ei vasta."
    letter = Letter.objects.get(to="juht@example.ee")
    assert case.number in letter.text and "ohus" in letter.text and case.subject not in letter.text
    assert JournalEntry.objects.filter(action="cases.break_glass").exists()
    CaseParticipant.objects.update(until=clock.now() - timedelta(minutes=1))
    assert case not in queries.visible_to(Actor.staff(oskar.user))


def test_a_special_matter_is_found_by_no_contact(member, make_case, unit) -> None:
    from tests.casework.cases.conftest import SENDER

    case = in_unit(make_case(contact=SENDER), unit, sensitivity=CHILD, is_restricted=True, is_public=False)
    kadri = member("kadri", Role.OFFICIAL, unit, categories=[CHILD])
    for text in (SENDER.email, SENDER.phone):
        assert not queries.search_cases(queries.visible_to(kadri), text).exists()
    assert queries.search_cases(queries.visible_to(kadri), case.number).exists()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("et", "Naabrimees peksab oma last iga õhtu, laps nutab."),
        ("en", "The child next door is beaten every night."),
        ("ru", "Соседского ребёнка каждый вечер избивают."),
    ],
)
def test_words_of_danger_make_a_report_special_and_never_public(make_case, lights, language, text) -> None:
    case = make_case(text=text, service=lights, language=language)
    assert (case.sensitivity, case.is_suspected, case.is_public, case.is_restricted) == (CHILD, True, False, True)
    assert case.unit is None and case not in queries.public()


def test_ordinary_words_stay_ordinary(make_case, lights, unit) -> None:
    case = make_case(text="Mänguväljakul on kiik katki, lapsed kukuvad.", service=lights)
    assert (case.sensitivity, case.is_suspected, case.is_public, case.unit) == (Sensitivity.OPEN, False, True, unit)


def test_a_suspicion_goes_to_the_unit_of_the_words_and_a_person_decides(member, make_case, lights, other_unit) -> None:
    SensitivityRule.objects.create(
        municipality=other_unit.municipality, category=CHILD, words="laps nutma", unit=other_unit
    )
    case = make_case(text="Laps nutab hoovis, sest pall kadus.", service=lights)
    assert case.unit == other_unit and case.is_suspected
    kadri = member("kadri", Role.OFFICIAL, other_unit, categories=[CHILD])
    assert case in queries.visible_to(kadri)
    actions.set_sensitivity(case, level="open", reason="Mäng.", make_public=True, actor=kadri)
    case.refresh_from_db()
    assert (case.is_suspected, case.is_restricted, case.is_public) == (
        False,
        False,
        True,
    ) and "pall" in case.public_text


def test_the_sender_of_a_special_matter_has_a_right_of_their_own(member, special, unit, settings) -> None:
    kadri = member("kadri", Role.OFFICIAL, unit, categories=[CHILD])
    assert not kadri.may("cases.see_sender", special)
    from raekoda.identity.accounts.models import RoleSetting

    RoleSetting.objects.create(
        municipality=unit.municipality, role=Role.OFFICIAL,
        capabilities=[Capability.HANDLE, Capability.SEE_REPORTER],
    )  # fmt: skip
    assert Actor.staff(User.objects.get(pk=kadri.id)).may("cases.see_sender", special)


LEVELS = st.sampled_from(list(Sensitivity))
GRANTS = st.builds(
    Grant,
    role=st.just("official"),
    capabilities=st.sets(
        st.sampled_from([Capability.HANDLE, Capability.FRONT_DESK, Capability.TRIAGE, Capability.DECIDE]), max_size=3
    ).map(frozenset),
    units=st.none() | st.sets(st.integers(0, 2), max_size=2).map(frozenset),
    services=st.sets(st.integers(0, 1), max_size=1).map(frozenset),
    categories=st.sets(st.sampled_from(SPECIAL), max_size=2).map(frozenset),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=st.lists(GRANTS, max_size=3), deputises=st.booleans())
def test_the_filter_and_the_judgement_of_one_case_agree(municipality, world, grants, deputises) -> None:
    """For random rights, every case of every unit × service × level × official: listed if and only if readable."""
    units, services, users, cases = world
    placed = tuple(
        Grant(
            role=grant.role, capabilities=grant.capabilities,
            units=None if grant.units is None else frozenset(units[index].pk for index in grant.units),
            services=frozenset(services[index].pk for index in grant.services), categories=grant.categories,
        )
        for grant in grants
    )  # fmt: skip
    me, absent = users
    actor = Actor.staff(me)
    rights = Rights(me.pk, placed, frozenset({absent.pk}) if deputises else frozenset())
    me.__dict__["_rights_by_municipality"] = {municipality.pk: rights}
    listed = set(Case.objects.filter(visibility.readable(actor)).values_list("pk", flat=True)) if placed else set()
    assert listed == {case.pk for case in cases if visibility.may_read(actor, case)}


@pytest.fixture
def world(municipality: Municipality, make_case: Callable[..., Case]) -> tuple:
    units = [Unit.objects.create(municipality=municipality, name=name) for name in "ABC"]
    services = [
        Service.objects.create(municipality=municipality, code=name, slug=name, name=name)
        for name in ("esimene", "teine")
    ]
    me, absent = (User.objects.create(username=name) for name in ("mina", "puhkaja"))
    cases = []
    for index, level in enumerate(Sensitivity):
        for where in (*units, None):
            values = {
                "service": [None, *services][index % 3], "sensitivity": level, "is_restricted": level in SPECIAL,
                "official": [None, me, absent, None][(index + (where.pk if where else 0)) % 4],
            }  # fmt: skip
            cases.append(in_unit(make_case(kind=Kind.MEMO), where, **values))
    return units, services, (me, absent), cases
