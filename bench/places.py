"""How long one look-up of a place takes, with the whole country imported: ``python bench/places.py EHAK_FOLDER``.

Imports into the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set), prints microseconds a look-up.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

LOOKUPS = 20_000


def main(folder: str) -> None:
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    start = time.perf_counter()
    call_command("import_ehak", folder)
    print(f"import: {time.perf_counter() - start:.1f} s")

    from raekoda.identity.places import boundaries, queries
    from raekoda.platform.core.fields import Point

    for name, ask in (("municipality", queries.municipality_area_at), ("settlement", queries.settlement_at)):
        start = time.perf_counter()
        boundaries.get_layer(name)
        loaded = time.perf_counter() - start
        chosen = random.Random(311)
        points = [Point(chosen.uniform(23.5, 27.5), chosen.uniform(57.7, 59.5)) for _ in range(LOOKUPS)]
        times = []
        found = 0
        for point in points:
            start = time.perf_counter()
            found += ask(point) is not None
            times.append(time.perf_counter() - start)
        times.sort()
        microseconds = [times[int(LOOKUPS * share)] * 1e6 for share in (0.5, 0.95)]
        print(
            f"{name}: loaded in {loaded:.2f} s, look-up p50 {microseconds[0]:.1f} µs, p95 {microseconds[1]:.1f} µs, "
            f"{found / LOOKUPS:.0%} of points on land"
        )


if __name__ == "__main__":
    main(sys.argv[1])
