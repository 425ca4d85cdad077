"""Jobs: ask whom a person may act for; ask who has died; throw away answers past their time."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.identity.persons.models import Person
from raekoda.identity.registers import jobs
from raekoda.identity.registers.deaths import ask_about_deaths
from raekoda.identity.registers.models import KeptAnswer, Key, Register
from raekoda.identity.registers.refreshing import refresh as refresh_rights
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

log = structlog.get_logger(__name__)


@app.task(name=jobs.REFRESH)
def refresh(municipality_id: int, person_id: int) -> None:
    """Children, wards and mandates of one person, from the registers. Kept answers are taken while they last."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        person = Person.objects.filter(pk=person_id).first()
        if person is not None:
            troubles = refresh_rights(person)
            if troubles:
                log.warning("registers_not_all_asked", troubles=troubles)


@app.periodic(cron="20 * * * *", periodic_id="registers_drop")
@app.task(name="registers.drop", queueing_lock="registers.drop")
def drop(timestamp: int) -> None:
    """Every hour: answers past their time are deleted."""
    for _municipality in each_municipality():
        KeptAnswer.objects.filter(expires_at__lt=clock.now()).delete()


@app.periodic(cron="20 4 * * *", periodic_id="registers_deaths")
@app.task(name="registers.deaths", queueing_lock="registers.deaths", lock="registers.deaths")
def deaths(timestamp: int) -> None:
    """Every night, before offers are made: the population register is asked who has died."""
    for municipality in each_municipality():
        if Register.objects.filter(is_active=True, key=Key.POPULATION).exists():
            log.info("registers_deaths", municipality=municipality.code, found=ask_about_deaths())
