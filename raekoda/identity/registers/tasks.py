"""Background tasks."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.identity.persons.models import Person
from raekoda.identity.registers import jobs
from raekoda.identity.registers.deaths import check_deaths
from raekoda.identity.registers.models import KeptAnswer, Key, Register
from raekoda.identity.registers.representations import refresh_representations as refresh_rights
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

log = structlog.get_logger(__name__)


@app.task(name=jobs.REFRESH)
def refresh(municipality_id: int, person_id: int) -> None:
    """Refresh the representations of one person; cached responses are used."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        person = Person.objects.filter(pk=person_id).first()
        if person is not None:
            troubles = refresh_rights(person)
            if troubles:
                log.warning("registers_not_all_asked", troubles=troubles)


@for_each_municipality("registers.drop", cron="20 * * * *", periodic_id="registers_drop", in_turn=True)
def delete_expired_answers(municipality: Municipality) -> None:
    """Hourly: delete expired cached responses."""
    KeptAnswer.objects.filter(expires_at__lt=clock.now()).delete()


@for_each_municipality("registers.deaths", cron="20 4 * * *", periodic_id="registers_deaths")
def deaths(municipality: Municipality) -> None:
    """Nightly, before offers are made: check deaths in the population register."""
    if Register.objects.filter(is_active=True, key=Key.POPULATION).exists():
        log.info("registers_deaths", municipality=municipality.code, found=check_deaths())
