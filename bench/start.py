"""How long starts and loading take, and the memory of each process: ``python bench/start.py``.

The first start makes an empty folder into a running demo; installing packages is not part of it (``make run`` on a fresh
clone shows that). Memory is PSS: pages that processes share are counted once, divided among them. ``django.setup()`` is
measured beside that of a Wagtail site without anything of its own (bench/bare_wagtail), in turn, each time in a new process.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.config.installation import Installation

PAGES = ("/", "/teenused/", "/teated/", "/vastused/", "/otsi/?q=koer")
ROUNDS = 20
TIMES = 7
HELP = [sys.executable, "-m", "raekoda.config.cli", "help"]
SETUP = """
import time
begun = time.perf_counter()
{load}
print(time.perf_counter() - begun)
"""
OURS = SETUP.format(load="from raekoda.config.loading import load; load()")
BARE = SETUP.format(load="import django; django.setup()")
MEGABYTE = 1024 * 1024


def main() -> None:
    """Start twice, look at some pages so that everything is loaded, and print the figures."""
    show_loading()
    folder = Path(tempfile.mkdtemp(prefix="raekoda-bench-"))
    folder.chmod(0o755)
    installation = Installation(folder / "home")
    try:
        print(f"first start   {timed(installation):6.1f} s")
        stopping = time.perf_counter()
        installation.stop()
        print(f"stop          {time.perf_counter() - stopping:6.1f} s")
        print(f"second start  {timed(installation):6.1f} s")
        for path in PAGES * ROUNDS:
            installation.get(path)
        show_memory(installation)
    finally:
        installation.clean_up()
        shutil.rmtree(folder, ignore_errors=True)


def show_loading() -> None:
    """The best of some runs of ``raekoda help`` and of ``django.setup()``, the latter beside a bare Wagtail site's."""
    helping, ours, bare = [], [], []
    for _ in range(TIMES):
        begun = time.perf_counter()
        fresh(HELP)
        helping.append(time.perf_counter() - begun)
        ours.append(float(fresh([sys.executable, "-c", OURS], "raekoda.config.settings")))
        bare.append(float(fresh([sys.executable, "-c", BARE], "bare_wagtail.settings")))
    print(f"raekoda help  {min(helping):6.1f} s")
    print(f"django.setup  {min(ours):6.1f} s   bare Wagtail {min(bare):.1f} s   ratio {min(ours) / min(bare):.2f}")


def fresh(command: list[str], settings: str = "") -> str:
    """What a new process prints, with no database of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "bench")]),
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        "RAEKODA_SECRET_KEY": "bench" * 12,
        "DJANGO_SETTINGS_MODULE": settings,
    }
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def timed(installation: Installation) -> float:
    """Seconds until it says where it runs."""
    start = time.perf_counter()
    installation.start()
    return time.perf_counter() - start


def show_memory(installation: Installation) -> None:
    """One line a process, and the sum of the database's."""
    assert installation.process is not None
    supervisor = psutil.Process(installation.process.pid)
    database = psutil.Process(installation.database_process())
    for process in [supervisor, *installation.children()]:
        print(f"{process.name():<17}  {megabytes(process):6.0f} MB")
    print(f"{'database':<17}  {sum(map(megabytes, [database, *database.children()])):6.0f} MB")


def megabytes(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / MEGABYTE


if __name__ == "__main__":
    main()
