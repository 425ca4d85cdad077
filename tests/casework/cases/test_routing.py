"""Routing of new cases, and its explanation."""

from __future__ import annotations

from raekoda.casework.cases import actions, rules
from raekoda.casework.cases.configuration import build_route
from raekoda.casework.cases.models import Kind, RoutingRule, Status
from raekoda.identity.places.models import Area
from raekoda.platform.core.fields import Point
from raekoda.platform.core.text import lemmas


def facts(text: str = "", language: str = "et", kind: str = "report", **more) -> rules.Facts:
    return rules.Facts(kind, language, frozenset(lemmas(text, language)), **more)


def rule(municipality, unit, **given) -> RoutingRule:
    return RoutingRule.objects.create(municipality=municipality, unit=unit, **{"name": "reegel", **given})


def test_words_match_in_any_form_and_any_language(municipality, unit) -> None:
    route = build_route(RoutingRule(municipality=municipality, unit=unit, name="x", words="koer\nkatkine kiik\nсобака"))

    for text in ("Koerad jooksevad lahti", "kaks koera", "kiik on katki läinud, katkised kiiged"):
        assert rules.first_matching_route([route], facts(text)) is route, text
    assert rules.first_matching_route([route], facts("Бегают собаки", "ru")) is route
    for text in ("kiik", "kass", "", "koerus"):
        assert rules.first_matching_route([route], facts(text)) is None, text


def test_first_rule_in_order_wins_and_empty_conditions_fit_all(
    make_case, municipality, unit, other_unit, lights
) -> None:
    rule(municipality, unit, order=20, name="kõik")
    rule(municipality, other_unit, order=10, name="kool", words="kool")

    assert make_case(text="Kooli ees on pime").unit == other_unit
    assert make_case(text="Tänaval on pime", service=lights).unit == unit


def test_rule_can_name_an_official_and_the_service(make_case, municipality, unit, official, lights) -> None:
    rule(municipality, unit, words="valgusti", official=official.user, set_service=lights)

    case = make_case(text="Valgustid ei põle")

    assert (case.official, case.service, case.status) == (official.user, lights, Status.ASSIGNED)
    assert case.is_public


def test_without_a_rule_the_owner_of_the_service_gets_it_else_nobody(make_case, lights, unit) -> None:
    assert make_case(service=lights).unit == unit
    assert make_case(kind=Kind.ENQUIRY).unit is None


def test_rules_out_of_use_and_units_out_of_use_do_not_count(make_case, municipality, unit, other_unit) -> None:
    rule(municipality, unit, is_active=False)
    rule(municipality, other_unit)
    other_unit.is_active = False
    other_unit.save()

    assert make_case().unit is None


def test_area_of_the_place_decides(make_case, municipality, unit, monkeypatch) -> None:
    ring = [[26.7, 58.36], [26.75, 58.36], [26.75, 58.38], [26.7, 58.38], [26.7, 58.36]]
    district = Area.objects.create(
        kind=Area.Kind.DISTRICT, code="karlova", name="Karlova", municipality=municipality, west=26.7, south=58.36,
        east=26.75, north=58.38,
        geometry={"type": "Polygon", "coordinates": [ring]},
    )  # fmt: skip
    rule(municipality, unit, area=district)

    inside, outside = make_case(point=Point(26.72, 58.37)), make_case(point=Point(26.80, 58.37))

    assert (inside.unit, inside.area) == (unit, district)
    assert (outside.unit, outside.area) == (None, None)


def test_try_it_box_says_which_rule_and_why_not_the_others(municipality, unit, lights) -> None:
    routes = [
        build_route(rule(municipality, unit, order=1, name="a", kind="enquiry", words="koer")),
        build_route(rule(municipality, unit, order=2, name="b", service=lights)),
        build_route(rule(municipality, unit, order=3, name="c", words="lamp")),
        build_route(rule(municipality, unit, order=4, name="d")),
    ]

    verdicts = rules.explain(routes, facts("Lamp"))

    assert [(v.route.name, v.chosen, v.failed_conditions) for v in verdicts] == [
        ("a", False, ("kind", "words")), ("b", False, ("service",)), ("c", True, ()), ("d", False, ()),
    ]  # fmt: skip


def test_change_of_a_rule_counts_at_once(make_case, municipality, unit, other_unit) -> None:
    kept = rule(municipality, unit)
    assert make_case().unit == unit
    kept.unit = other_unit
    kept.save()
    assert make_case().unit == other_unit
    kept.delete()
    assert make_case().unit is None


def test_rules_of_another_municipality_do_not_count(make_case, other_municipality) -> None:
    from raekoda.identity.accounts.models import Unit
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(other_municipality):
        elsewhere = Unit.objects.create(municipality=other_municipality, name="Elva osakond")
        rule(other_municipality, elsewhere)

    assert make_case().unit is None


def test_changing_the_service_hides_what_is_not_for_the_public(make_case, municipality, lights, official) -> None:
    from raekoda.registry.services.models import Service

    private = Service.objects.create(municipality=municipality, code="k", slug="k", name="Kiusamine koolis")
    case = make_case(service=lights)
    actions.set_service(case, service=private, actor=official)

    assert not case.is_public
    actions.set_service(case, service=lights, actor=official)
    assert not case.is_public
