"""For how long files are kept, and deleting what is past its period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from raekoda.channels.recordings.models import Recording, RetentionPeriod, State
from raekoda.platform.core import clock
from raekoda.platform.core.dated import foremost, in_force
from raekoda.platform.core.models import Municipality

STRAY_AFTER = timedelta(days=1)


def period_in_force(kind: str, municipality: Municipality) -> RetentionPeriod:
    """Today's period of a kind: the municipality's own before the installation's, the newest first."""
    period = foremost(in_force(RetentionPeriod.objects.filter(kind=kind), municipality))
    assert period is not None, f"no period for {kind}"
    return period


def last_day(kind: str, municipality: Municipality) -> date:
    """The last day of the period of a file received today."""
    return clock.today() + timedelta(days=period_in_force(kind, municipality).days)


def overdue() -> QuerySet[Recording]:
    """Recordings of the open municipality whose period is over and whose words are still there."""
    return Recording.objects.filter(delete_after__lt=clock.today()).exclude(state=State.DELETED)


def strays(municipality: Municipality) -> Iterator[str]:
    """Files in the municipality's store that no recording knows: left by a process that was killed while storing them."""
    folder = f"recordings/{municipality.code}"
    if not default_storage.exists(folder):
        return
    known = set(Recording.objects.exclude(file="").values_list("file", flat=True))
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if path not in known and default_storage.get_modified_time(path) < clock.now() - STRAY_AFTER:
            yield path
