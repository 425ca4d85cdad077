"""Free space where the installation writes: uploads, the embedded database, temporary files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from django.conf import settings

MEGABYTE = 1024 * 1024


def free_megabytes() -> int:
    """Free space in MB of the fullest file system that the installation writes to."""
    folders = (settings.RAEKODA_HOME, settings.RAEKODA_HOME / "pgdata", settings.MEDIA_ROOT, tempfile.gettempdir())
    return min(shutil.disk_usage(_existing(Path(folder))).free for folder in folders) // MEGABYTE


def is_nearly_full() -> bool:
    """Whether less than RAEKODA_DISK_WARN_MEGABYTES are free: health and the desk say so."""
    return free_megabytes() < settings.RAEKODA_DISK_WARN_MEGABYTES


def refuses_files() -> bool:
    """Whether less than RAEKODA_DISK_STOP_MEGABYTES are free: the rest is for the database, no more files are stored."""
    return free_megabytes() < settings.RAEKODA_DISK_STOP_MEGABYTES


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
