"""What those who run the installation must know before it breaks: shown on every page of the desk to administrators."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from raekoda.platform.core import backup_state, disk
from raekoda.platform.core.actor import Actor


def health_notices(actor: Actor) -> Iterator[tuple[str, str]]:
    """Title and text of each notice; none for those who may not read them."""
    if not actor.may("desk.see_health"):
        return
    free = disk.free_megabytes()
    if free < settings.RAEKODA_DISK_WARN_MEGABYTES:
        yield (
            _("The disk is nearly full"),
            _("%(free)d MB are free. Below %(stop)d MB no more files are taken from people. Free some space.")
            % {"free": free, "stop": settings.RAEKODA_DISK_STOP_MEGABYTES},
        )
    state = backup_state.read(settings.RAEKODA_BACKUPS)
    if state is not None and backup_state.is_overdue(state):
        yield (
            _("There is no recent backup"),
            _("The last try failed: %(problem)s") % {"problem": state.problem}
            if state.problem
            else _("The last backup is more than two days old. Is the worker running?"),
        )
