"""``mail_serve``: the LMTP server and IMAP watchers, as a process of their own."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from raekoda.channels.mailbox import services


class Command(BaseCommand):
    help = "Takes in mail as it comes: listens for LMTP and watches the IMAP boxes. Runs until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lmtp", default=settings.RAEKODA_LMTP, metavar="HOST:PORT", help="or unix:/path; RAEKODA_LMTP"
        )
        parser.add_argument(
            "--no-imap", action="store_true", help="leave IMAP to the worker, which fetches every minute"
        )

    def handle(self, *args: Any, lmtp: str, no_imap: bool, **options: Any) -> None:
        try:
            asyncio.run(self._serve(lmtp, watched=not no_imap))
        except (OSError, ValueError) as error:
            raise CommandError(f"Cannot listen at {lmtp}: {error}") from error

    async def _serve(self, lmtp: str, *, watched: bool) -> None:
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        server = await services.open_lmtp(lmtp)
        watchers = services.Watchers()
        self.stdout.write(f"LMTP at {lmtp}" + (", IMAP boxes are watched" if watched else ""))
        self.stdout.flush()
        while not stopped.is_set():
            if watched:
                try:
                    await asyncio.to_thread(watchers.renew)
                except Error as error:
                    self.stderr.write(f"The database does not answer ({type(error).__name__}); trying again")
            try:
                await asyncio.wait_for(stopped.wait(), services.RENEW_SECONDS)
            except TimeoutError:
                continue
        watchers.stop()
        server.close()
