"""How many letters a second are taken in: kept, read and made cases; what comes of 2,000 broken ones.

    python bench/mailbox.py [--letters 1500] [--workers 2] [--strange 2000] [--imported 0]

Letters have a PDF, a picture and, every third, an HTML form. They are handed in by as many processes as there are workers, over
LMTP's own action, and worked on at the same time by the worker's action; the clock stops when the last one is a case. With
``--imported N`` a folder of N letters is imported twice by ``raekoda mail import`` and the cases are counted after each.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import resource
import secrets
import sys
import tempfile
import time
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import psutil

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")
CODE, SLUG, BOX = "9008", "bench-mail", "bench@example.ee"
TEXT = (
    "Tere!\n\nTänavavalgusti ei põle juba teist nädalat Kaunase puiestee bussipeatuse juures, õhtuti on seal täiesti pime. "
    "Palun andke teada, millal see korda tehakse.\n\nLugupidamisega\nMari Maasikas\n5550 1234\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1500)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--strange", type=int, default=2000)
    parser.add_argument("--imported", type=int, default=0)
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    prepare()
    run = secrets.token_hex(4)
    measure(run, options.letters, options.workers)
    if options.strange:
        strange(options.strange)
    if options.imported:
        import_twice(run, options.imported)


def prepare() -> None:
    """A municipality with a box."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from raekoda.channels.mailbox.models import Box
    from raekoda.platform.core.models import Host, Municipality
    from raekoda.platform.core.tenancy import municipality_scope

    names = {"name": "Kirjavald", "county": "Mõõdu maakond", "slug": SLUG}
    municipality, _made = Municipality.objects.get_or_create(code=CODE, defaults=names)
    Host.objects.get_or_create(name=f"{SLUG}.localhost", municipality=municipality)
    with municipality_scope(municipality):
        Box.objects.get_or_create(
            municipality=municipality, address=BOX, defaults={"name": "Mõõt", "most_an_hour": 30000}
        )


def letter(run: str, number: int, picture: bytes) -> bytes:
    """One letter of its own sender, with its files: some 60 kB."""
    message = EmailMessage()
    message["From"], message["To"] = f"Elanik {number} <elanik.{run}.{number}@example.ee>", BOX
    message["Subject"], message["Message-ID"] = f"Valgusti ei põle {number}", f"<{run}.{number}@example.ee>"
    message["Date"] = "Mon, 05 Jan 2026 10:00:00 +0200"
    message.set_content(f"{TEXT}\nKiri {number}")
    if number % 3 == 0:
        message.add_alternative(f"<p>{TEXT.replace(chr(10), '<br>')}</p>", subtype="html")
    message.add_attachment(
        b"%PDF-1.4\n" + secrets.token_bytes(30_000), maintype="application", subtype="pdf", filename="a.pdf"
    )
    if picture:
        message.add_attachment(picture, maintype="image", subtype="jpeg", filename="pilt.jpg")
    return message.as_bytes()


def photo() -> bytes:
    """A picture of 800 by 600 points, about as busy as a photo of a street."""
    from PIL import Image, ImageFilter

    output = io.BytesIO()
    busy = Image.effect_noise((800, 600), 90).filter(ImageFilter.GaussianBlur(2))
    Image.merge("RGB", (busy, busy.rotate(180), busy.transpose(Image.Transpose.FLIP_LEFT_RIGHT))).save(output, "JPEG")
    return output.getvalue()


def measure(run: str, letters: int, workers: int) -> None:
    """Processes that keep and processes that work, at the same time."""
    picture = photo()
    share = letters // workers
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(2 * workers + 1)
    keepers = [context.Process(target=keep, args=(run, n * share, share, picture, ready)) for n in range(workers)]
    clerks = [context.Process(target=clerk, args=(run, share * workers, ready)) for _ in range(workers)]
    for process in (*keepers, *clerks):
        process.start()
    ready.wait()
    begun, used = time.monotonic(), processor_seconds()
    for process in keepers:
        process.join()
    kept = time.monotonic() - begun
    for process in clerks:
        process.join()
    whole, used = time.monotonic() - begun, processor_seconds() - used
    size = len(letter(run, 0, picture)) // 1024
    print(f"{share * workers} letters of {size} kB with a PDF and a photo, {workers} processes keep, {workers} work")
    from raekoda.channels.mailbox.models import Mail
    from raekoda.platform.core.tenancy import municipality_scope

    municipality, _box = _here()
    with municipality_scope(municipality):
        cases = Mail.objects.filter(message_id__startswith=f"<{run}.", state="case").count()
    assert cases == share * workers, f"{cases} cases of {share * workers} letters"
    print(f"kept: {share * workers / kept:.0f} a second; kept and made cases: {share * workers / whole:.0f} a second")
    each = 1000 * used / (share * workers)
    print(
        f"processor time of programs and database: {each:.0f} ms a letter, so {2000 / each:.0f} a second on two idle cores"
    )


def processor_seconds() -> float:
    """What ended children of this process and of PostgreSQL have used; their starts are a part of it."""
    own = resource.getrusage(resource.RUSAGE_CHILDREN)
    folder = Path(os.environ.get("RAEKODA_HOME", PROJECT / "var")) / "pgdata"
    server = psutil.Process(int((folder / "postmaster.pid").read_text().split("\n", 1)[0])).cpu_times()
    return float(own.ru_utime + own.ru_stime + server.children_user + server.children_system)


def keep(run: str, first: int, count: int, picture: bytes, ready: object) -> None:
    """Hand letters in, one transaction each."""
    municipality, box = _here()
    from raekoda.channels.mailbox.intake import receive
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.tenancy import municipality_scope

    made = [letter(run, number, picture) for number in range(first, first + count)]
    ready.wait()  # type: ignore[attr-defined]
    with municipality_scope(municipality):
        for raw in made:
            receive(raw, box=box, actor=Actor.system(), channel="lmtp", recipient=BOX)


def clerk(run: str, count: int, ready: object) -> None:
    """Work on what waits until all are cases."""
    municipality, _box = _here()
    from raekoda.channels.mailbox.models import Mail
    from raekoda.channels.mailbox.processing import process_waiting
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(municipality):
        mine = Mail.objects.filter(message_id__startswith=f"<{run}.").exclude(state="waiting")
        ready.wait()  # type: ignore[attr-defined]
        while process_waiting() or mine.count() < count:
            time.sleep(0.02)


def strange(count: int) -> None:
    """Letters made by hypothesis: each ends in a state, none twice, none lost."""
    from hypothesis import HealthCheck, given, settings

    from raekoda.channels.mailbox.intake import receive
    from raekoda.channels.mailbox.models import Content
    from raekoda.channels.mailbox.processing import process_letter
    from raekoda.platform.core.actor import Actor
    from raekoda.platform.core.tenancy import municipality_scope
    from tests.channels.mailbox.malformed import letters

    municipality, box = _here()
    states: Counter[str] = Counter()
    run = secrets.token_hex(4)

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(raw=letters())
    def take(raw: bytes) -> None:
        raw += f"\n{run} {sum(states.values())}".encode()  # hypothesis tries small ones again and again
        mail, is_new = receive(raw, box=box, actor=Actor.system(), channel="folder", at_once=True)
        again, new_again = receive(raw, box=box, actor=Actor.system(), channel="lmtp", at_once=True)
        assert again.pk == mail.pk and not new_again
        assert not is_new or bytes(Content.objects.get(mail=mail).raw) == raw
        done = process_letter(mail.pk) if mail.state == "waiting" else None
        if is_new:
            assert done is not None and done.state != "waiting" and done.reason != "error"
            states[f"{done.state} {done.reason}".strip()] += 1
        else:
            states["known"] += 1

    begun = time.monotonic()
    with municipality_scope(municipality):
        take()
    told = ", ".join(f"{number} {state}" for state, number in states.most_common())
    print(
        f"{sum(states.values())} letters by hypothesis in {time.monotonic() - begun:.0f} s, none lost or doubled: {told}"
    )


def import_twice(run: str, count: int) -> None:
    """The same folder twice, and how many cases there are after each."""
    from django.core.management import call_command

    from raekoda.casework.cases.models import Case
    from raekoda.platform.core.tenancy import municipality_scope

    municipality, _box = _here()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            (Path(folder) / f"{number}.eml").write_bytes(letter(f"{run}i", number, b""))
        for _ in range(2):
            begun = time.monotonic()
            call_command("mail_import", folder, municipality=CODE)
            seconds = time.monotonic() - begun
            with municipality_scope(municipality):
                print(
                    f"imported {count} in {seconds:.0f} s ({count / seconds:.0f} a second); cases: {Case.objects.count()}"
                )


def _here():  # type: ignore[no-untyped-def]
    import django

    django.setup()
    from raekoda.channels.mailbox.models import Box
    from raekoda.platform.core.models import Municipality
    from raekoda.platform.core.tenancy import municipality_scope

    municipality = Municipality.objects.get(code=CODE)
    with municipality_scope(municipality):
        return municipality, Box.objects.get(address=BOX)


if __name__ == "__main__":
    main()
