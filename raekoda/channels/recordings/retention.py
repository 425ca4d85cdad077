"""Retention periods of files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from raekoda.channels.recordings.models import Recording, RetentionPeriod, State
from raekoda.platform.core import clock
from raekoda.platform.core.dated import foremost, in_force
from raekoda.platform.core.models import Municipality

ORPHANED_AFTER = timedelta(days=1)


def period_in_force(kind: str, municipality: Municipality) -> RetentionPeriod:
    """The period of a kind valid today: the municipality's own before the installation's, the newest first."""
    period = foremost(in_force(RetentionPeriod.objects.filter(kind=kind), municipality))
    assert period is not None, f"no period for {kind}"
    return period


def get_last_day(kind: str, municipality: Municipality) -> date:
    """The last day of the retention period of a file received today."""
    return clock.today() + timedelta(days=period_in_force(kind, municipality).days)


def expired() -> QuerySet[Recording]:
    """Recordings of the current municipality whose retention period has ended and that are not deleted."""
    return Recording.objects.filter(delete_after__lt=clock.today()).exclude(state=State.DELETED)


def orphaned_files(municipality: Municipality) -> Iterator[str]:
    """Paths of stored files without a recording, left by a process that was killed."""
    folder = f"recordings/{municipality.code}"
    if not default_storage.exists(folder):
        return
    known = set(Recording.objects.exclude(file="").values_list("file", flat=True))
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if path not in known and default_storage.get_modified_time(path) < clock.now() - ORPHANED_AFTER:
            yield path
