"""``recordings_transcribe FILE``: the words of an audio file, for setting up a speech engine. Nothing is kept."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.recordings import formats, speech
from raekoda.channels.recordings.problems import Unprocessable, words_of


class Command(BaseCommand):
    help = "Prints the words of an audio file as the configured speech engine hears them; keeps nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is missing")
        with file.open("rb") as opened:
            if formats.format_of(opened) not in formats.AUDIO:
                raise CommandError(f"{file} is no wav, mp3, ogg or flac")
        try:
            self._transcribe(file)
        except Unprocessable as refusal:
            raise CommandError(" ".join(words_of(refusal.problem))) from refusal

    def _transcribe(self, file: Path) -> None:
        engine = speech.recogniser()
        from raekoda.channels.recordings.speech.audio import seconds_of, stretches

        begun = time.monotonic()
        for stretch in stretches(file):
            for piece in engine.segments(stretch.samples):
                self.stdout.write(f"{stretch.start + piece.start:8.2f}  {piece.text}")
        took = time.monotonic() - begun
        self.stderr.write(f"{engine.name}: {seconds_of(file):.1f} s of audio in {took:.1f} s")
