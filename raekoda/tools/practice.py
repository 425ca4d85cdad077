"""The demo's security server and registers (``raekoda.identity.registers.practice``): a process of the demo, loopback only.

Once it listens it tells the demo's municipalities where; what an administrator has set up elsewhere is left alone.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

PEOPLE = Path(__file__).parent / "demo" / "registers.json"


def serve() -> None:
    """Answer until SIGTERM."""
    import django

    django.setup()
    from raekoda.identity.registers.practice import People, running

    given = json.loads(PEOPLE.read_text(encoding="utf-8"))
    with running(People.of(given), port=int(os.environ.get("RAEKODA_PRACTICE_PORT", "0"))) as practice:
        connect(practice.url)
        threading.Event().wait()


def connect(url: str) -> None:
    """Have the demo's municipalities ask at ``url``."""
    from raekoda.identity.accesslog.actions import set_receiver
    from raekoda.identity.accesslog.models import Receiver
    from raekoda.identity.registers import actions, queries
    from raekoda.identity.registers.models import Register
    from raekoda.identity.registers.practice.server import PROVIDER, REGISTERS
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.models import Municipality
    from raekoda.platform.core.tenancy import municipality_scope

    system, name = Actor.system(), {"instance": PROVIDER.instance, "member_class": PROVIDER.member_class}
    for municipality in Municipality.objects.filter(is_demo=True):
        with municipality_scope(municipality):
            known = queries.get_connection()
            if known is not None and known.instance != PROVIDER.instance:
                continue
            code = f"7500{municipality.code}"
            actions.connect(municipality, actor=system, server=url, member_code=code, subsystem="raekoda", **name)
            for key, subsystem in REGISTERS.items():
                if not Register.objects.filter(key=key).exists():
                    provider = {**name, "member_code": PROVIDER.code, "subsystem": subsystem}
                    actions.set_register(municipality, key, actor=system, **provider)
            if not Receiver.objects.exists():
                set_receiver(municipality, code=code, system="Raekoda", actor=system)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
    serve()
