"""``mail_import FOLDER``: import the letters of a folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.mailbox import boxes, folders
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import AWAITING_DECISION, Box, IntakeChannel, Mail, State
from raekoda.channels.mailbox.processing import process_letter
from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import parse_head
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
            chosen = Box.objects.filter(address=box.lower()).first() if box else None
            if box and chosen is None:
                raise CommandError(f"There is no box {box} here; add it in the admin (/haldus/)")
            if chosen is None and not boxes.primary_address(tenant):
                raise CommandError(f"{tenant.name} has no mailbox yet; add one in the admin (/haldus/)")
            self._import(folder, tenant, chosen)

    def _import(self, folder: Path, tenant: Municipality, chosen: Box | None) -> None:
        paths = list(folders.find_letters(folder))
        counts = Counter(dict.fromkeys(("stored", "case", "reply", "bounce", "automatic", "failed"), 0))
        for number, path in enumerate(paths, 1):
            try:
                mail = self._import_letter(path, tenant, chosen, counts)
            except OSError as error:
                counts["failed"] += 1
                self.stderr.write(self.style.WARNING(f"{path.name}: {error.strerror}"))
            else:
                if mail is not None:
                    counts[_get_outcome(mail)] += 1
            self._show_progress(number, len(paths))
        self._show_progress(len(paths), len(paths), last=True)
        self.stdout.write(LAST_LINE.format_map(counts))

    def _import_letter(self, path: Path, tenant: Municipality, chosen: Box | None, counts: Counter[str]) -> Mail | None:
        """Store and process one letter; None when it was processed before."""
        raw = path.read_bytes()
        box = chosen or boxes.box_for(tenant, parse_head(raw[: headers.MOST_HEADER_BYTES]).recipients)
        assert box is not None
        too_large = len(raw) > box.most_bytes
        mail, is_new = receive(
            headers.split(raw)[0] if too_large else raw, box=box, actor=Actor.system(), channel=IntakeChannel.FOLDER,
            received_at=folders.get_received_time(raw), whole_size=len(raw) if too_large else 0, at_once=True,
        )  # fmt: skip
        counts["stored"] += is_new
        if mail.state == State.WAITING:
            return process_letter(mail.pk)
        return mail if is_new else None

    def _show_progress(self, done: int, whole: int, *, last: bool = False) -> None:
        """A progress bar on a terminal; elsewhere a line for every 1000 letters."""
        if self.stderr.isatty():
            filled = BAR * done // max(whole, 1)
            self.stderr.write(f"\r{'#' * filled}{'.' * (BAR - filled)} {done}/{whole}", ending="\n" if last else "")
            self.stderr.flush()
        elif done % 1000 == 0 and done and not last:
            self.stderr.write(f"{done}/{whole}")


def _get_outcome(mail: Mail) -> str:
    return "failed" if mail.state in AWAITING_DECISION else str(mail.state)
