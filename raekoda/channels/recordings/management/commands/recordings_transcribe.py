"""``recordings_transcribe FILE``: print the transcript of an audio file, to test a speech engine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.recordings import formats, speech
from raekoda.channels.recordings.problems import Unprocessable, describe_problem


class Command(BaseCommand):
    help = "Prints the words of an audio file as the configured speech engine hears them; keeps nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is missing")
        with file.open("rb") as opened:
            if formats.detect_format(opened) not in formats.AUDIO:
                raise CommandError(f"{file} is no wav, mp3, ogg or flac")
        try:
            self._transcribe(file)
        except Unprocessable as refusal:
            raise CommandError(" ".join(describe_problem(refusal.problem))) from refusal

    def _transcribe(self, file: Path) -> None:
        engine = speech.get_recogniser()
        from raekoda.channels.recordings.speech.audio import get_duration, iter_chunks

        begun = time.monotonic()
        for chunk in iter_chunks(file):
            for piece in engine.segments(chunk.samples):
                self.stdout.write(f"{chunk.start + piece.start:8.2f}  {piece.text}")
        took = time.monotonic() - begun
        self.stderr.write(f"{engine.name}: {get_duration(file):.1f} s of audio in {took:.1f} s")
