"""``import_open311 URL_OR_FILE --municipality CODE``: services and reports of another system. May be run again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raekoda.channels.open311.errors import Open311Error
from raekoda.channels.open311.importing import import_reports
from raekoda.channels.open311.incoming import EndpointSource, FileSource, SourceError
from raekoda.channels.open311.rules import parse_time
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

MAX_SHOWN_ERRORS = 20


class Command(BaseCommand):
    help = (
        "Takes over services and reports from a GeoReport v2 endpoint or a JSON file. May be interrupted and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", metavar="URL_OR_FILE")
        parser.add_argument("--municipality", required=True, metavar="CODE", help="EHAK code, for example 0793")
        parser.add_argument("--since", default="", metavar="DATE", help="how far back to go at an endpoint (a year)")
        parser.add_argument("--jurisdiction", default="", help="jurisdiction_id at the endpoint")
        parser.add_argument(
            "--label", default="", help="name of the source; reports are known by it and their identifier"
        )
        parser.add_argument(
            "--publish-services", action="store_true", help="publish services that are new here at once"
        )

    def handle(self, *args: Any, source: str, municipality: str, **options: Any) -> None:
        tenant = Municipality.objects.filter(code=municipality).first()
        if tenant is None:
            raise CommandError(f"No municipality {municipality} here; add it first")
        with municipality_scope(tenant):
            try:
                origin = self._source(source, options)
                origin.label = options["label"][:80] or origin.label
                result = import_reports(
                    tenant,
                    origin,
                    actor=Actor.system(),
                    publish_services=options["publish_services"],
                    report_progress=self._write_line,
                )
            except (SourceError, Open311Error) as error:
                raise CommandError(str(error)) from error
        for error in result.errors[:MAX_SHOWN_ERRORS]:
            self.stderr.write(self.style.WARNING(error))
        if len(result.errors) > MAX_SHOWN_ERRORS:
            self.stderr.write(self.style.WARNING(f"... and {len(result.errors) - MAX_SHOWN_ERRORS} more"))
        self.stdout.write(self.style.SUCCESS(str(result)))

    def _source(self, source: str, options: dict[str, Any]) -> EndpointSource | FileSource:
        if not source.startswith(("http://", "https://")):
            return FileSource(Path(source))
        now = clock.now()
        since = parse_time(options["since"], "--since") or now - timedelta(days=365)
        return EndpointSource(source, since=since, until=now, jurisdiction=options["jurisdiction"])

    def _write_line(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
