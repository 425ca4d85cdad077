"""How many capsules a second are checked and read, and how many become cases, durably; beside the raw inflation of XML.

    python bench/exchange.py [--capsules 200] [--kilobytes 100]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) and a municipality of its own in it. A capsule
holds one PDF-like file of random bytes. One process, one after the other, as one worker of the web server takes them.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG = "9011", "bench-exchange"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--capsules", type=int, default=200)
    parser.add_argument("--kilobytes", type=int, default=100)
    given = parser.parse_args()

    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command
    from lxml import etree

    call_command("migrate", verbosity=0)
    from raekoda.channels.dhx import actions
    from raekoda.channels.dhx.actions import Consignment
    from raekoda.channels.dhx.capsule import read, write
    from raekoda.channels.dhx.models import OwnAddress, Route
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.models import Municipality
    from raekoda.platform.core.tenancy import municipality_scope

    municipality, _is_new = Municipality.objects.get_or_create(
        code=CODE, defaults={"name": "Bench", "county": "Bench", "slug": SLUG}
    )
    with municipality_scope(municipality):
        address, _is_new = OwnAddress.objects.get_or_create(
            municipality=municipality, registry_code="99009011", defaults={"name": "Bench"}
        )
        capsule = _capsule(given.kilobytes * 1024)
        contents = [write(replace(capsule, guid=str(uuid.uuid4()))) for _number in range(given.capsules)]
        run = uuid.uuid4().hex

        def take(number: int, content: bytes) -> None:
            consignment = Consignment(content, "EE/GOV/70000001/DHX", f"{run}-{number}", Route.DHX, address)
            actions.receive(consignment, municipality=municipality, actor=Actor.system())

        raw = _rate(contents, lambda _number, content: etree.fromstring(content, etree.XMLParser(huge_tree=True)))
        checked = _rate(contents, lambda _number, content: read(content))
        taken = _rate(contents, take)
    print(f"capsules of {len(contents[0]) // 1024} KB: {raw:.0f} a second parsed by lxml alone, {checked:.0f} checked and read "
          f"({checked / raw:.2f} of it), {taken:.0f} made cases with their file")  # fmt: skip


def _capsule(size: int):  # type: ignore[no-untyped-def]
    from raekoda.channels.dhx.capsule import Addressee, Capsule, CapsuleFile, Contact, Organisation, Party, pack
    from raekoda.platform.core import clock

    content = b"%PDF-1.4\n" + os.urandom(size)
    file = CapsuleFile(str(uuid.uuid4()), "kiri.pdf", "application/pdf", pack(content), len(content), True)
    return Capsule(
        sender=Party("70000001"), recipients=(Party("99009011"),),
        addressees=(Addressee(contact=Contact(Organisation("Bench", "99009011"))),), guid=str(uuid.uuid4()), kind="Kiri",
        identifier="7-1/1", registered_at=clock.now(), title="Kiri", files=(file,), abstract="Palume arvamust.",
    )  # fmt: skip


def _rate(contents: list[bytes], act: Callable[[int, bytes], object]) -> float:
    begun = time.monotonic()
    for number, content in enumerate(contents):
        act(number, content)
    return len(contents) / (time.monotonic() - begun)


if __name__ == "__main__":
    main()
