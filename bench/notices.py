"""How long it takes to queue a notice to 50,000 subscribers, and how many letters a second go out, beside bare SMTP.

    python bench/notices.py [--subscribers 50000] [--seconds 8]

Uses the database of RAEKODA_HOME (the embedded one unless DATABASE_URL is set) with a municipality of its own. Letters go to
an aiosmtpd server in a process of its own on this machine; "bare" is the same letter handed to it over one connection by
smtplib alone, with no database. Rounds take turns, so that what else the machine does touches all.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import smtplib
import socket
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

CODE, SLUG = "9006", "bench-notices"
ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    municipality = prepare(options.subscribers)
    from django.conf import settings

    from raekoda.platform.core.tenancy import municipality_scope

    queued = []
    with mail_server() as url, municipality_scope(municipality):
        settings.EMAIL_URL = url
        rates: dict[str, list[float]] = {"plain": [], "signed": [], "bare": []}
        for _ in range(ROUNDS):
            notice, seconds = publish(municipality)
            queued.append(seconds)
            for name in ("plain", "signed"):
                sign(municipality, on=name == "signed")
                rates[name].append(send(notice, options.seconds / 2))
            rates["bare"].append(bare(url, notice, options.seconds / 2))
    print(f"queueing {options.subscribers:,} letters: {min(queued):.2f} s (slowest of {ROUNDS}: {max(queued):.2f} s)")
    base = sum(rates["bare"]) / ROUNDS
    for name, words in (
        ("plain", "letters a second"),
        ("signed", "letters a second, signed by DKIM"),
        ("bare", "bare SMTP"),
    ):
        rate = sum(rates[name]) / ROUNDS
        print(f"{words}: {rate:,.0f} ({rate / base:.0%} of bare SMTP)")


def prepare(count: int) -> Any:
    """A municipality with so many confirmed subscribers."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from raekoda.channels.notices.models import Kind, Notice, Recipient, Subscriber
    from raekoda.platform.core import clock
    from raekoda.platform.core.models import Host, Municipality
    from raekoda.platform.core.tenancy import municipality_scope

    names = {"name": "Teatevald", "county": "Mõõdu maakond", "slug": SLUG}
    municipality, _made = Municipality.objects.get_or_create(code=CODE, defaults=names)
    Host.objects.get_or_create(name=f"{SLUG}.localhost", municipality=municipality)
    with municipality_scope(municipality):
        Recipient.objects.all().delete()
        Notice.objects.all().delete()
        have = Subscriber.objects.count()
        Subscriber.objects.bulk_create(
            (
                Subscriber(
                    municipality=municipality, email=f"s{number}@example.ee", kinds=list(Kind.values),
                    confirmed_at=clock.now(), language=("et", "ru", "en")[number % 3],
                )
                for number in range(have, count)
            ),
            batch_size=2000,
        )  # fmt: skip
    return municipality


def publish(municipality: Any) -> tuple[Any, float]:
    """Publish a notice as an editor does; it and the seconds until all its letters were queued and committed."""
    from raekoda.channels.notices import actions
    from raekoda.platform.core.actor import Actor

    values = {"kind": "works", "title_et": "Veekatkestus Riia tänaval", "text_et": "Vesi on kinni kella 8–16. " * 12}
    from raekoda.platform.core import clock

    notice = actions.save(actions.new_notice(municipality), {**values, "starts_at": clock.now()}, actor=Actor.system())
    start = time.perf_counter()
    actions.publish(notice, actor=Actor.system())
    seconds = time.perf_counter() - start
    notice.refresh_from_db()
    return notice, seconds


def sign(municipality: Any, *, on: bool) -> None:
    from raekoda.casework.letters.models import MailSender
    from raekoda.casework.letters.signing import new_key

    sender, _made = MailSender.objects.get_or_create(municipality=municipality, defaults={"address": "info@example.ee"})
    sender.key, sender.is_signing = sender.key or new_key(), on
    sender.save()


def send(notice: Any, seconds: float) -> float:
    """Letters a second."""
    from raekoda.channels.notices import sending

    start = time.perf_counter()
    return sending.send_letters(notice, seconds=seconds) / (time.perf_counter() - start)


def bare(url: str, notice: Any, seconds: float) -> float:
    """Messages a second of the same letter by smtplib alone."""
    from raekoda.casework.letters import mail, senders
    from raekoda.channels.notices import sending
    from raekoda.channels.notices.models import Recipient

    recipient = Recipient.objects.select_related("subscriber").filter(notice=notice).first()
    assert recipient is not None
    sender = senders.installation_sender()
    content = mail.build(sending.LetterBuilder(notice, sender).build(recipient), sender).as_bytes()
    parts, count = urlsplit(url), 0
    with smtplib.SMTP(str(parts.hostname), int(parts.port or 25)) as server:
        start = time.perf_counter()
        while time.perf_counter() - start < seconds:
            server.sendmail(sender.address, [recipient.subscriber.email], content)
            count += 1
        return count / (time.perf_counter() - start)


class mail_server:  # noqa: N801 - used as a context manager
    """An SMTP server that takes everything, in a process of its own."""

    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process = multiprocessing.get_context("spawn").Process(target=take_all, args=(self.port,), daemon=True)
        self.process.start()
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return f"smtp://127.0.0.1:{self.port}"
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the mail server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()


def take_all(port: int) -> None:
    import asyncio

    from aiosmtpd.handlers import Sink
    from aiosmtpd.smtp import SMTP

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(Sink()), "127.0.0.1", port)
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
