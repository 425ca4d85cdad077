from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from raekoda.config import baseline
from raekoda.config.health import missing_migrations, newer_database
from raekoda.tools.demo import snapshot


class Command(migrate.Command):
    help = "Brings the tables of the database up to date. An empty database is first filled from the baseline."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--no-baseline",
            action="store_false",
            dest="baseline",
            help="run every migration, on an empty database too",
        )
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty database with the demo's services and pages too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if self._is_plain(options) and (reason := newer_database(connection)):
            raise CommandError(reason)
        loaded = (
            self._is_plain(options)
            and baseline.is_loadable(connection)
            and self._load_baseline(connection, options["demo"])
        )
        if loaded and not missing_migrations(connection):
            # nothing is left to run, so the state that a migration would need (seconds of work) is not built
            verbosity, interactive = options["verbosity"], options["interactive"]
            emit_post_migrate_signal(verbosity, interactive, connection.alias, stdout=self.stdout, plan=[])
        else:
            super().handle(*args, **options)

    def _is_plain(self, options: dict[str, Any]) -> bool:
        """Whether all migrations are to be run, rather than some of them, or none."""
        others = ("app_label", "fake", "fake_initial", "plan", "check_unapplied", "prune")
        return options["baseline"] and not any(options[name] for name in others)

    def _load_baseline(self, connection: BaseDatabaseWrapper, demo: bool = False) -> bool:
        if changed := baseline.changed_migrations():
            self.stderr.write(
                f"The baseline is not used: {', '.join(changed)} changed since it was written"
                " (“raekoda baseline write” makes it anew)."
            )
            return False
        return baseline.load(connection, snapshot.read() if demo and snapshot.is_usable() else None)
