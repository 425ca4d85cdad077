"""The demo's cases, led through the same actions as real ones, each at the moment it is said to have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from raekoda.casework.answers import actions as answer_actions
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case, SensitivityRule
from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from raekoda.tools.demo import assets, logins, read

SOURCE = "demo"
SOCIAL_UNIT = "Sotsiaal- ja tervishoiuosakond"
SECRETARIES = {"0793": "tartu.kantselei", "0171": "elva.kantselei"}


def cases(municipality: Municipality, people: dict[str, User]) -> int:
    """Open the demo's cases that are not there yet and lead each to its stage. Returns how many there are then."""
    there = set(Case.objects.filter(external_source=SOURCE).values_list("external_id", flat=True))
    secretary = Actor.staff(people[SECRETARIES[municipality.code]])
    for entry in sorted(read("cases"), key=lambda entry: -entry["days_ago"]):
        if entry["municipality"] == municipality.code and entry["key"] not in there:
            _tell(entry, municipality, secretary, people)
    return Case.objects.filter(external_source=SOURCE).count()


def sensitive_words(municipality: Municipality) -> None:
    """Words of child protection lead to the unit that handles such matters."""
    unit = Unit.objects.filter(name=SOCIAL_UNIT).first()
    common = SensitivityRule.objects.filter(municipality=None, category=Sensitivity.CHILD).first()
    if unit is not None and common is not None:
        SensitivityRule.objects.get_or_create(
            municipality=municipality, category=Sensitivity.CHILD, defaults={"words": common.words, "unit": unit}
        )


def _tell(entry: dict[str, Any], municipality: Municipality, secretary: Actor, people: dict[str, User]) -> None:
    morning = clock.now().replace(hour=6, minute=10) - timedelta(days=entry["days_ago"])
    opened = min(morning + timedelta(minutes=7 * len(entry["text"]) % 540), clock.now() - timedelta(minutes=20))
    with clock.at(opened):
        case = _open(entry, municipality, secretary)
    official = logins.handler(case, people)
    later = min(opened + timedelta(days=2, hours=3), clock.now())
    STAGES[entry["stage"]](case, entry, official, later)


def _open(entry: dict[str, Any], municipality: Municipality, official: Actor) -> Case:
    contact = actions.ContactData(**entry["contact"]) if "contact" in entry else None
    at_desk = entry["channel"] in ("phone", "counter", "email")
    draft = actions.CaseDraft(
        municipality=municipality, kind=entry["kind"], text=entry["text"], channel=entry["channel"],
        service=Service.objects.get(slug=entry["service"]) if entry["service"] else None, language=entry["language"],
        point=Point(*entry["point"]) if "point" in entry else None, address=entry.get("address", ""), contact=contact,
        asset=assets.named(entry.get("asset", "")),
        external_source=SOURCE, external_id=entry["key"],
    )  # fmt: skip
    return actions.open_case(draft, official if at_desk else Actor.resident())


def _stay(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    """Left as it came."""


def _take(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    with clock.at(later):
        actions.assign_to_self(case, actor=official)


def _ask(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    _take(case, entry, official, later)
    with clock.at(later + timedelta(minutes=20)):
        actions.ask_sender(case, text=entry["staff_text"], actor=official)


def _suspend(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    _take(case, entry, official, later)
    with clock.at(later + timedelta(days=1)):
        actions.suspend(case, reason=entry["staff_text"], actor=official)


def _extend(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    _take(case, entry, official, later)
    with clock.at(later + timedelta(days=1)):
        actions.extend(case, days=10, reason=entry["staff_text"], actor=official)


def _forward(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    with clock.at(later):
        actions.forward_outside(
            case, to=entry["staff_text"], reason="Asi ei ole omavalitsuse lahendada.", actor=official
        )


def _answer(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    _take(case, entry, official, later)
    with clock.at(later + timedelta(hours=5)):
        actions.answer(case, text=entry["staff_text"], outcome=entry["outcome"], actor=official)
    if "score" in entry:
        with clock.at(min(later + timedelta(days=1), clock.now())):
            actions.rate(case, score=entry["score"], actor=Actor.resident())


def _reopen(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    _answer(case, entry, official, later)
    with clock.at(clock.now() - timedelta(days=1)):
        actions.reopen(case, reason="Auk on ikka alles.", actor=Actor.resident())


def _merge(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    same = Case.objects.filter(external_source=SOURCE, service=case.service, status="new").exclude(pk=case.pk).first()
    if same is not None:
        with clock.at(later):
            actions.merge(case, into=same, actor=official)


def _answer_on_the_spot(case: Case, entry: dict[str, Any], official: Actor, later: datetime) -> None:
    with clock.at(case.registered_at + timedelta(minutes=4)):
        actions.answer_on_the_spot(case, text=entry["staff_text"], actor=official)


STAGES: dict[str, Callable[[Case, dict[str, Any], Actor, datetime], None]] = {
    "new": _stay,
    "late": _take,
    "assigned": _take,
    "waiting": _ask,
    "suspended": _suspend,
    "extended": _extend,
    "forwarded": _forward,
    "closed": _answer,
    "reopened": _reopen,
    "merged": _merge,
    "on_the_spot": _answer_on_the_spot,
}


def answers(municipality: Municipality, actor: Actor) -> int:
    """Publish the demo's questions and answers that are not there yet. Returns how many there are then."""
    there = set(PublishedAnswer.objects.filter(is_demo=True).values_list("title", flat=True))
    for entry in read("answers"):
        if entry["municipality"] != municipality.code or entry["title"] in there:
            continue
        service = Service.objects.get(slug=entry["service"])
        day = clock.now() - timedelta(days=entry["days_ago"])
        with clock.at(day):
            answer = answer_actions.write(
                municipality=municipality, actor=actor, language=entry["language"], title=entry["title"],
                question=entry["question"], answer=entry["answer"], service=service, topic=service.topics.first(),
                unit=service.unit,
            )  # fmt: skip
            PublishedAnswer.objects.filter(pk=answer.pk).update(is_demo=True, asked_on=clock.today())
            answer.refresh_from_db()
            answer_actions.release(answer, actor=actor, accept_findings=True)
    return PublishedAnswer.objects.filter(is_demo=True).count()
