"""Background tasks: processing, retries, expiry of exported files."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.identity.privacy import actions, jobs, processing
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

BATCH_SIZE = 200
log = structlog.get_logger(__name__)


@app.task(name=jobs.WORK)
def process(municipality_id: int, request_id: int) -> None:
    """Process one request."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        request = Request.objects.filter(pk=request_id).first()
        if request is not None:
            processing.process(request)


@for_each_municipality("rights.start_waiting", cron="*/10 * * * *", periodic_id="rights_waiting", in_turn=True)
def start_waiting(municipality: Municipality) -> None:
    """Enqueue requests that are waiting, interrupted or failed."""
    for request in Request.objects.filter(state__in=("waiting", "working", "failed")).order_by("id")[:BATCH_SIZE]:
        jobs.enqueue(request)


@for_each_municipality("rights.nightly", cron="40 3 * * *", periodic_id="rights_nightly")
def nightly(municipality: Municipality) -> None:
    """Nightly: delete expired exports; continue erasures whose retention periods have ended."""
    today = clock.today()
    overdue = list(Request.objects.filter(delete_after__lt=today).exclude(json_file=""))
    for request in overdue:
        actions.delete_files(request, actor=Actor.system())
    for request in Request.objects.filter(state="partly", again_on__lte=today).order_by("id")[:BATCH_SIZE]:
        jobs.enqueue(request)
    if overdue:
        log.info("rights_files_deleted", municipality=municipality.code, requests=len(overdue))
