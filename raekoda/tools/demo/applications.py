"""The demo's applications for school allowance: paid, waiting for a second official, asked for more, not sent yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from raekoda.casework.cases import actions as cases
from raekoda.identity.accounts.models import User
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.forms import queries as forms
from raekoda.registry.forms.models import FormVersion
from raekoda.selfservice.applications import actions, form_data
from raekoda.selfservice.applications.models import Application, Decision, Draft
from raekoda.selfservice.applications.queries import possible_subjects

CODE = "koolitoetus"
CHECKS = "Laps õpib 1.–3. klassis\nLaps ja vanem on rahvastikuregistris Tartus"
GRANTED = "Laps õpib 1.–3. klassis. Laps ja taotleja on rahvastikuregistri järgi registreeritud Tartusse."
ACCOUNT = "EE382200221020145685"
CITY_ACCOUNT = "EE471000001020145685"
OFFICIALS = ("tartu.haridus", "tartu.omanik", "tartu.kantselei")


def applications(municipality: Municipality, persons: dict[str, Person], people: dict[str, User]) -> int:
    """Applications of the demo's persons in the last window for applying; how many there are. Safe to run again."""
    benefit = Benefit.objects.select_related("service").filter(code=CODE).first()
    version = forms.published(benefit.service) if benefit is not None else None
    if benefit is None or version is None or OFFICIALS[0] not in people:
        return Application.objects.count()
    first, second, third = (Actor.staff(people[name]) for name in OFFICIALS)
    _set_up(benefit, version, municipality)
    paid = _sent(version, persons["mari"], persons["son"], "1", day=2)
    waiting = _sent(version, persons["mari"], persons["child"], "2", day=3)
    asked = _sent(version, persons["jaan"], persons["jaan"], "3", day=8)
    if paid is not None:
        pay_on = _day(28)
        decision = _drafted(paid, first, day=4)
        with _on(5):
            actions.confirm(decision, actor=second)
        with _on(21):
            batch = actions.gather(municipality, due_by=pay_on + timedelta(days=7), pay_on=pay_on, actor=first)
        with _on(22):
            actions.confirm_batch(batch, actor=third)
        with _on(28):
            actions.mark_paid(batch, actor=first)
    if waiting is not None:
        _drafted(waiting, first, day=9)
    if asked is not None:
        with _on(10):
            words = "Taotluses on teie enda nimi. Palun kirjutage, millise lapse jaoks toetust taotlete."
            cases.ask_sender(asked.case, text=words, actor=first)
    _unsent(version, persons["jaan"])
    return Application.objects.count()


def _set_up(benefit: Benefit, version: FormVersion, municipality: Municipality) -> None:
    fields = dict(form_data.get_questions(version.form))
    actor = Actor.system()
    actions.configure(
        version.form, actor=actor, benefit=benefit, four_eyes=True, checklist=CHECKS, granting_text=GRANTED,
        account_field="account" if "account" in fields else "",
        facts={"child_class": "school_class"} if "school_class" in fields else {},
    )  # fmt: skip
    actions.set_paying_account(municipality, name=municipality.name, iban=CITY_ACCOUNT, actor=actor)


def _sent(
    version: FormVersion, applicant: Person, person: Person, school_class: str, *, day: int
) -> Application | None:
    """The application, or ``None`` when it was made before or the form asks what the demo does not know."""
    actor = Actor.resident(person_id=applicant.pk, subject_id=applicant.pk)
    if Application.objects.filter(applicant=applicant, person=person).exists():
        return None
    with _on(day):
        if person not in possible_subjects(actor, applicant):
            return None
        draft = _filled(version, applicant, person, school_class, actor)
        if form_data.problems(draft):
            return None
        return actions.send(draft, actor=actor)


def _filled(version: FormVersion, applicant: Person, person: Person, school_class: str, actor: Actor) -> Draft:
    draft = actions.begin(version, person=person, applicant=applicant, actor=actor)
    answers: dict[str, Any] = {
        "child_name": person.name,
        "child_code": person.code,
        "child_address": person.address,
        "school": "Näidiskool",
        "school_class": school_class,
        "child_class": school_class,
        "applicant_name": applicant.name,
        "applicant_code": applicant.code,
        "email": applicant.email,
        "registered": True,
        "guardian": False,
        "account": ACCOUNT,
        "own_account": True,
        "sure": True,
    }
    known = {key: value for key, value in answers.items() if key in version.parsed.fields}
    return actions.save(draft, known, step=form_data.first_step(draft), actor=actor)


def _drafted(application: Application, actor: Actor, *, day: int) -> Decision:
    """A decision that waits for the second official."""
    with _on(day):
        for text in CHECKS.splitlines():
            actions.check(application, text, actor=actor)
        amount = Benefit.objects.get(code=CODE).rules.order_by("-valid_from")[0].amount
        payee = application.applicant.name
        decision = actions.draft_decision(
            application, actor=actor, account=ACCOUNT, payee=payee, outcome="granted", amount=amount, reasons=GRANTED
        )
        return actions.submit(decision, actor=actor)


def _unsent(version: FormVersion, applicant: Person) -> None:
    """Somebody stopped in the middle, lately."""
    actor = Actor.resident(person_id=applicant.pk, subject_id=applicant.pk)
    with clock.at(clock.now() - timedelta(days=2)):
        actions.begin(version, person=applicant, applicant=applicant, actor=actor)


def _day(number: int) -> date:
    """A day of the last September whose window for applying is over."""
    today = clock.today()
    year = today.year if (today.month, today.day) > (9, 30) else today.year - 1
    return date(year, 9, number)


@contextmanager
def _on(number: int) -> Iterator[None]:
    day = _day(number)
    with clock.at(datetime(day.year, day.month, day.day, 12, 0, tzinfo=TALLINN)):
        yield
