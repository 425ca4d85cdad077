"""Jobs of mapped assets."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope
from raekoda.registry.assets import uploads
from raekoda.registry.assets.models import LayerImport

LEFT_LYING = timedelta(days=7)
LONGEST_RUN = timedelta(days=1)


@app.task(name="assets.import_file", queueing_lock=None, pass_context=False)
def import_file(municipality_id: int, import_id: int) -> None:
    """Write a looked-through file into its layer; run again after a crash, it goes on as if nothing had happened."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        uploads.run(import_id)


@app.periodic(cron="40 3 * * *", periodic_id="assets.forget_files")
@app.task(name="assets.forget_files", queueing_lock="assets.forget_files", pass_context=False)
def forget_files(timestamp: int) -> None:
    """Forget files looked through a week ago and never written; a writing that began a day ago runs no more."""
    for _municipality in each_municipality():
        lost = LayerImport.objects.filter(state=LayerImport.State.RUNNING, at__lt=clock.now() - LONGEST_RUN)
        lost.update(state=LayerImport.State.FAILED, content=b"", outcome={})
        LayerImport.objects.filter(state=LayerImport.State.CHECKED, at__lt=clock.now() - LEFT_LYING).delete()
