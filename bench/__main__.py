"""All figures of docs/benchmarks.md, one script after the other: ``make bench``, or ``python -m bench create search``.

Each script can be run alone, with options; they use a database of their own, under var/bench unless RAEKODA_HOME is set.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parent
PROJECT = BENCH.parent
SHARED = Path(os.environ.get("RAEKODA_TEST_DATA") or PROJECT.parent / "shared" / "data")

BESIDE_A_RUNNING_DEMO = {"calls"}


def main() -> int:
    """Run the scripts named on the command line, or all; returns how many failed."""
    os.environ.setdefault("RAEKODA_HOME", str(PROJECT / "var" / "bench"))
    names = sys.argv[1:] or sorted({file.stem for file in BENCH.glob("[a-z]*.py")} - BESIDE_A_RUNNING_DEMO)
    failed = 0
    for name in names:
        needed = [SHARED / "ehak"] if name == "places" else []
        print(f"\n== {name}", flush=True)
        if not all(folder.exists() for folder in needed):
            print(f"left out: {', '.join(map(str, needed))} is missing", flush=True)
            continue
        done = subprocess.run([sys.executable, BENCH / f"{name}.py", *needed], cwd=PROJECT, check=False)
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
