"""Background tasks: processing, retries, expiry of exported files."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.identity.privacy import actions, jobs, processing
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope

BATCH_SIZE = 200
log = structlog.get_logger(__name__)


@app.task(name=jobs.WORK)
def process(municipality_id: int, request_id: int) -> None:
    """Process one request."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        request = Request.objects.filter(pk=request_id).first()
        if request is not None:
            processing.process(request)


@app.periodic(cron="*/10 * * * *", periodic_id="rights_waiting")
@app.task(name="rights.start_waiting", queueing_lock="rights.start_waiting")
def start_waiting(timestamp: int) -> None:
    """Enqueue requests that are waiting, interrupted or failed."""
    for _municipality in each_municipality():
        for request in Request.objects.filter(state__in=("waiting", "working", "failed")).order_by("id")[:BATCH_SIZE]:
            jobs.enqueue(request)


@app.periodic(cron="40 3 * * *", periodic_id="rights_nightly")
@app.task(name="rights.nightly", queueing_lock="rights.nightly")
def nightly(timestamp: int) -> None:
    """Nightly: delete expired exports; continue erasures whose retention periods have ended."""
    today = clock.today()
    for municipality in each_municipality():
        overdue = list(Request.objects.filter(delete_after__lt=today).exclude(json_file=""))
        for request in overdue:
            actions.delete_files(request, actor=Actor.system())
        for request in Request.objects.filter(state="partly", again_on__lte=today).order_by("id")[:BATCH_SIZE]:
            jobs.enqueue(request)
        if overdue:
            log.info("rights_files_deleted", municipality=municipality.code, requests=len(overdue))
