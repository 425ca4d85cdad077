"""The demo's offers in Tartu: the school allowance with consent, the funeral benefit by what is known; drafted, tried and
released by two officials. Mari's mother is made up, and so is her death."""

from __future__ import annotations

from datetime import date, timedelta

from raekoda.identity.accounts.models import Role, User
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.models import Benefit
from raekoda.selfservice.offers import actions, runs
from raekoda.selfservice.offers.models import OfferRule, Purpose, Run

MOTHER = "40404049996"
DIED_DAYS_AGO = 6


def offers(municipality: Municipality, residents: dict[str, Person]) -> None:
    """Purposes, rules and what follows from them, unless there are some."""
    if OfferRule.objects.exists() or not Benefit.objects.filter(kind=Benefit.Kind.SCHOOL).exists():
        return
    drafter, releaser = _official(municipality, Role.SERVICE_OWNER), _official(municipality, Role.ADMINISTRATOR)
    if drafter is None or releaser is None or drafter == releaser:
        return
    purpose = Purpose.objects.create(
        municipality=municipality, code="koolitoetus",
        name_et="Koolitoetuse pakkumine", name_en="Offering the school allowance", name_ru="Предложение школьного пособия",
        explanation_et="Vaatame rahvastikuregistrist, kus sina ja su laps elate, ja haridusregistrist, mis klassis laps õpib, "
        "et pakkuda koolitoetust ilma, et peaksid seda ise otsima.",
        explanation_en="We look in the population register where you and your child live, and in the education register in "
        "which class the child is, to offer the school allowance without your having to look for it.",
        explanation_ru="Мы смотрим в регистре населения, где живёте вы и ваш ребёнок, а в регистре образования — в каком "
        "классе ребёнок, чтобы предложить школьное пособие без ваших поисков.",
    )  # fmt: skip
    school, funeral = (Benefit.objects.get(kind=kind) for kind in (Benefit.Kind.SCHOOL, Benefit.Kind.FUNERAL))
    _bereave(municipality, residents["mari"])
    rules = (
        OfferRule(municipality=municipality, benefit=school, about="child", purpose=purpose, asks_registers=True),
        OfferRule(municipality=municipality, benefit=funeral, about="death", needs_consent=False),
    )
    for rule in rules:
        actions.save_rule(rule, actor=Actor.staff(drafter))
        runs.execute(actions.try_rule(rule, actor=Actor.staff(drafter)))
        actions.release(rule, actor=Actor.staff(releaser))
        runs.execute(Run.objects.filter(rule=rule).latest("pk"))


def _official(municipality: Municipality, role: str) -> User | None:
    held = User.objects.filter(memberships__municipality=municipality, memberships__role=role)
    return held.order_by("pk").first()


def _bereave(municipality: Municipality, mari: Person) -> None:
    system = Actor.system()
    mother = persons.get_or_create_person(
        municipality, code=MOTHER, given_name="Linda", family_name="Maasikas", actor=system, is_demo=True
    )
    home = Area.objects.filter(kind=Area.Kind.MUNICIPALITY, code=municipality.code).first()
    persons.set_residence(mother, system, address=municipality.name, area=home, source=Source.REGISTER)
    grown = date(2018, 1, 1)
    persons.save_representation(
        mother, mari, Representation.Kind.PARENT, actor=system, source=Source.REGISTER, valid_from=grown, valid_to=grown
    )
    persons.record_death(mother, system, died_on=clock.today() - timedelta(days=DIED_DAYS_AGO))
