"""Tasks of mapped assets."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.assets import uploads
from raekoda.registry.assets.models import LayerImport

UPLOAD_RETENTION = timedelta(days=7)
MAX_RUN_TIME = timedelta(days=1)


@app.task(name="assets.import_file", queueing_lock=None, pass_context=False)
def import_file(municipality_id: int, import_id: int) -> None:
    """Write a previewed file into its layer; can be run again after a crash."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        uploads.run(import_id)


@for_each_municipality("assets.forget_files", cron="40 3 * * *", periodic_id="assets.forget_files")
def delete_stale_files(municipality: Municipality) -> None:
    """Delete files that were previewed a week ago and never written; mark imports started a day ago as failed."""
    stuck = LayerImport.objects.filter(state=LayerImport.State.RUNNING, at__lt=clock.now() - MAX_RUN_TIME)
    stuck.update(state=LayerImport.State.FAILED, content=b"", outcome={})
    LayerImport.objects.filter(state=LayerImport.State.CHECKED, at__lt=clock.now() - UPLOAD_RETENTION).delete()
