"""How long the first and the second start take, and the memory of each process: ``python bench/start.py``.

The first start makes an empty folder into a running demo; installing packages is not part of it (``make run`` on a fresh
clone shows that). Memory is PSS: pages that processes share are counted once, divided among them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.config.installation import Installation

PAGES = ("/", "/teenused/", "/teated/", "/vastused/", "/otsi/?q=koer")
ROUNDS = 20
MEGABYTE = 1024 * 1024


def main() -> None:
    """Start twice, look at some pages so that everything is loaded, and print the figures."""
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
