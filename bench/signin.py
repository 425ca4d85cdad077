"""What a sign-in takes of ours: from the click to the provider's address, and from its answer to the page; not the provider.

    python bench/signin.py [--rounds 100]

Signs in by TARA's protocol at a provider on loopback (the one of the tests), each request through all middleware: discovery
and keys are kept, the code is exchanged, the token verified, person and session written. The wire to the provider is timed
apart and taken off. The first round, which reads document and keys, is left out. CPU is what this process itself worked.
The target: 50 ms for both steps together.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG, HOST = "9016", "bench-signin", "bench-signin.localhost"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    import logging

    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    logging.disable(logging.ERROR)
    settings.RAEKODA_INSIDE_ALLOWED = ["127.0.0.0/8"]
    import raekoda.config.wsgi  # noqa: F401 - as the web server's processes load it
    from tests.identity.signin.signer import serving

    with serving() as signer:
        measure(signer, options.rounds)


def measure(signer: Any, rounds: int) -> None:
    """Sign in again and again, each time as a new browser, and print the milliseconds."""
    from django.test import Client

    from raekoda.identity.signin import oidc, provider_endpoints, site
    from raekoda.identity.signin.models import Attempt, Provider
    from raekoda.platform.core.models import Host, Municipality
    from raekoda.platform.core.tenancy import municipality_scope
    from tests.identity.signin.signer import CLIENT, SECRET

    site.MAX_ATTEMPTS = provider_endpoints.MAX_ANSWERS = 10**9
    municipality, _new = Municipality.objects.get_or_create(code=CODE, defaults={"name": SLUG, "slug": SLUG})
    Host.objects.get_or_create(name=HOST, defaults={"municipality": municipality, "is_primary": True})
    with municipality_scope(municipality):
        Provider.objects.all().delete()
        provider = Provider.objects.create(
            municipality=municipality, kind="tara", issuer=signer.issuer, client_id=CLIENT, secret=SECRET, level="high"
        )
    ask, wire = oidc._send, [0.0, 0.0]

    def timed(*given: Any) -> Any:
        begun, worked = time.perf_counter(), time.thread_time()
        try:
            return ask(*given)
        finally:
            wire[0] += time.perf_counter() - begun
            wire[1] += time.thread_time() - worked

    oidc._send = timed
    first, second, of_wire, worked = [], [], [], []
    client = Client(headers={"host": f"{HOST}:8000"})
    for number in range(rounds + 1):
        client.cookies.clear()  # a new browser; a new client would load every middleware anew
        wire[:] = [0.0, 0.0]
        cpu = time.thread_time()
        begun = time.perf_counter()
        there = client.get(f"/sisene/alusta/{provider.ref}/")["Location"]
        half = time.perf_counter()
        answer = signer.authorize(there)
        back = time.perf_counter()
        assert client.get(f"/sisene/vastus/{provider.ref}/", answer).status_code == 302
        ended = time.perf_counter()
        if number:
            first.append(half - begun)
            second.append(ended - back - wire[0])
            of_wire.append(wire[0])
            worked.append(time.thread_time() - cpu - wire[1])
    both = [one + two for one, two in zip(first, second, strict=True)]
    with municipality_scope(municipality):
        assert Attempt.objects.filter(provider=provider, outcome="signed_in").count() == rounds + 1
    print(f"{rounds} sign-ins by TARA's protocol; milliseconds")
    for name, taken in (
        ("to the provider", first), ("back from it", second), ("ours together", both), ("ours together, CPU", worked),
        ("the provider and the wire (taken off)", of_wire),
    ):  # fmt: skip
        ordered = sorted(taken)
        print(
            f"{name:<38} least {ordered[0] * 1000:6.1f}  median {statistics.median(taken) * 1000:6.1f}"
            f"  p95 {ordered[int(rounds * 0.95)] * 1000:6.1f}"
        )


if __name__ == "__main__":
    main()
