"""How many bounces are detected: ``raekoda evaluate bounces FOLDER...``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.mailbox.reading.bounces import detect_bounce
from raekoda.channels.mailbox.reading.parsing import Unreadable, parse
from raekoda.platform.core.evaluation import table, write_section

HEAD = ["folder", "letters", "failed", "delayed", "not detected", "share"]


class Command(BaseCommand):
    help = "Measures the detection of bounces on folders of letters, each file a bounce."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="+", type=Path)
        parser.add_argument("--names", action="store_true", help="name the files that are not detected")
        parser.add_argument("--write", action="store_true", help="write the table into docs/evaluation.md")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = []
        for folder in options["folders"]:
            results = {file: _result(file) for file in sorted(folder.rglob("*")) if file.is_file()}
            if not results:
                raise CommandError(f"{folder} holds no letters")
            found = list(results.values())
            missed = found.count("")
            share = f"{1 - missed / len(found):.3f}"
            rows.append([folder.name, len(found), found.count("failed"), found.count("delayed"), missed, share])
            if options["names"]:
                self.stdout.writelines(f"{file.name}\n" for file, result in results.items() if not result)
        report = table(HEAD, rows)
        if options["write"]:
            write_section("bounces", f"`raekoda evaluate bounces FOLDER... --write`\n\n{report}")
        self.stdout.write(report)


def _result(file: Path) -> str:
    """ "failed", "delayed", or "" for a letter that is not detected as a bounce."""
    try:
        bounce = detect_bounce(parse(file.read_bytes()))
    except Unreadable:
        return ""
    return ("failed" if bounce.is_final else "delayed") if bounce else ""
