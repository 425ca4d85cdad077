"""``mail_import FOLDER``: letters of a folder, through the same door as all others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.mailbox import boxes, folders
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import TRAY, Box, Door, Mail, State
from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import head_of
from raekoda.channels.mailbox.working import work
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

BAR = 30
LAST_LINE = "stored {stored} cases {case} replies {reply} bounces {bounce} automatic {automatic} failed {failed}"


class Command(BaseCommand):
    help = "Takes in a folder of .eml files or a Maildir. May be stopped and run again: each letter is taken in once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--municipality",
            default=settings.RAEKODA_DEFAULT_MUNICIPALITY,
            metavar="CODE",
            help="EHAK code, for example 0793",
        )
        parser.add_argument(
            "--box", metavar="ADDRESS", help="the box they came to; else by the addresses in each letter"
        )

    def handle(self, *args: Any, folder: Path, municipality: str, box: str | None, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder")
        with municipality_scope(tenant):
            given = Box.objects.filter(address=box.lower()).first() if box else None
            if box and given is None:
                raise CommandError(f"There is no box {box} here; add it in the admin (/haldus/)")
            if given is None and not boxes.own_address(tenant):
                raise CommandError(f"{tenant.name} has no mailbox yet; add one in the admin (/haldus/)")
            self._import(folder, tenant, given)

    def _import(self, folder: Path, tenant: Municipality, given: Box | None) -> None:
        paths = list(folders.letters_in(folder))
        counts = Counter(dict.fromkeys(("stored", "case", "reply", "bounce", "automatic", "failed"), 0))
        for number, path in enumerate(paths, 1):
            try:
                mail = self._one(path, tenant, given, counts)
            except OSError as error:
                counts["failed"] += 1
                self.stderr.write(self.style.WARNING(f"{path.name}: {error.strerror}"))
            else:
                if mail is not None:
                    counts[_counted(mail)] += 1
            self._show(number, len(paths))
        self._show(len(paths), len(paths), last=True)
        self.stdout.write(LAST_LINE.format_map(counts))

    def _one(self, path: Path, tenant: Municipality, given: Box | None, counts: Counter[str]) -> Mail | None:
        """Keep one letter and act on it; None when there was nothing more to do with it."""
        raw = path.read_bytes()
        box = given or boxes.box_for(tenant, head_of(raw[: headers.MOST_HEADER_BYTES]).recipients)
        assert box is not None
        too_large = len(raw) > box.most_bytes
        mail, is_new = receive(
            headers.split(raw)[0] if too_large else raw, box=box, actor=Actor.system(), door=Door.FOLDER,
            received_at=folders.came_at(raw), whole_size=len(raw) if too_large else 0, at_once=True,
        )  # fmt: skip
        counts["stored"] += is_new
        if mail.state == State.WAITING:
            return work(mail.pk)
        return mail if is_new else None

    def _show(self, done: int, whole: int, *, last: bool = False) -> None:
        """A bar on a terminal; a line now and then elsewhere, none at the end."""
        if self.stderr.isatty():
            filled = BAR * done // max(whole, 1)
            self.stderr.write(f"\r{'#' * filled}{'.' * (BAR - filled)} {done}/{whole}", ending="\n" if last else "")
            self.stderr.flush()
        elif done % 1000 == 0 and done and not last:
            self.stderr.write(f"{done}/{whole}")


def _counted(mail: Mail) -> str:
    return "failed" if mail.state in TRAY else str(mail.state)
