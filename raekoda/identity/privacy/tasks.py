"""Jobs: work on a request; what waits or failed; deletions that go on; results past their days."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.identity.privacy import actions, jobs, working
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

AT_ONCE = 200
log = structlog.get_logger(__name__)


@app.task(name=jobs.WORK)
def work(municipality_id: int, request_id: int) -> None:
    """Gather or delete for one request."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        request = Request.objects.filter(pk=request_id).first()
        if request is not None:
            working.work(request)


@app.periodic(cron="*/10 * * * *", periodic_id="rights_waiting")
@app.task(name="rights.start_waiting", queueing_lock="rights.start_waiting")
def start_waiting(timestamp: int) -> None:
    """A job for what waits without one, was cut short or failed."""
    for _municipality in each_municipality():
        for request in Request.objects.filter(state__in=("waiting", "working", "failed")).order_by("id")[:AT_ONCE]:
            jobs.start(request)


@app.periodic(cron="40 3 * * *", periodic_id="rights_nightly")
@app.task(name="rights.nightly", queueing_lock="rights.nightly")
def nightly(timestamp: int) -> None:
    """Every night: files of results past their days are deleted; deletions whose periods are over go on."""
    today = clock.today()
    for municipality in each_municipality():
        overdue = list(Request.objects.filter(delete_after__lt=today).exclude(json_file=""))
        for request in overdue:
            actions.drop_files(request, actor=Actor.system())
        for request in Request.objects.filter(state="partly", again_on__lte=today).order_by("id")[:AT_ONCE]:
            jobs.start(request)
        if overdue:
            log.info("rights_files_deleted", municipality=municipality.code, requests=len(overdue))
