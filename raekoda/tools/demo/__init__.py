"""The demo: Tartu linn and Elva vald with a register of services, staff, cases at every stage and published answers.

Everything a person is said to have written is made up; only the terms of services that the acts give are facts.
Safe to run again, also after a start that was cut short: what is there already is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

FOLDER = Path(__file__).parent
CODES = ("0793", "0171")


def read(name: str) -> Any:
    """The content of one of this folder's JSON files."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def make(home: Path, say: Callable[[str], None]) -> None:
    """Put the whole demo in place; logins and an Open311 key go to ``home/demo-logins.json``."""
    from raekoda.tools.demo import (
        applications,
        assets,
        benefits,
        bookings,
        calls,
        exchange,
        forms,
        letters,
        logins,
        mail,
        neighbours,
        news,
        notices,
        offers,
        persons,
        register,
        signin,
        stories,
        webhooks,
    )

    system = Actor.system()
    municipalities = make_register(say)
    people = logins.people(municipalities)
    for municipality in municipalities.values():
        with municipality_scope(municipality), transaction.atomic():
            register.routes_and_templates(municipality)
            residents = persons.persons(municipality)
            forms.forms(municipality, system)
            benefits.benefits(municipality, system)
            offers.offers(municipality, residents)
            news.news(municipality)
            assets.layers(municipality, system)
            notices.notices(municipality, system)
            stories.sensitive_words(municipality)
            cases = stories.cases(municipality, people)
            answers = stories.answers(municipality, system)
            letters.letters(municipality, system)
            calls.calls(municipality, people)
            webhooks.webhooks(municipality, system)
            exchange.exchange(municipality)
            mail.mail(municipality, system)
            signin.test_login(municipality)
            bookings.bookings(municipality, people)
            applications.applications(municipality, residents, people)
            say(f"{municipality.name}: {cases} cases, {answers} published answers")
    neighbours.neighbours(municipalities, people)
    logins.write(home, municipalities)
    defer_questions()


def make_register(say: Callable[[str], None]) -> dict[str, Municipality]:
    """The municipalities by EHAK code, with their pages, places and services: nothing secret and nothing of a person."""
    from raekoda.publishing.website.actions import add_municipality
    from raekoda.tools.demo import lifeevents, register

    system = Actor.system()
    municipalities = {code: add_municipality(code, actor=system, demo=True).municipality for code in CODES}
    register.municipality_details(municipalities)
    lifeevents.life_events()
    for municipality in municipalities.values():
        with municipality_scope(municipality), transaction.atomic():
            register.places(municipality)
            register.addresses(municipality, system)
            say(f"{municipality.name}: {register.services(municipality, system)} services")
    return municipalities


def defer_questions() -> None:
    """Have the worker ask the made-up questions, unless a job for it waits already."""
    from raekoda.config.tasks import ask_demo_questions

    with suppress(AlreadyEnqueued), transaction.atomic():
        ask_demo_questions.defer()
