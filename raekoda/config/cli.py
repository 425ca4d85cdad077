"""The command ``raekoda``: runs the program and the management commands of its apps.

``raekoda import ehak FOLDER`` runs the management command ``import_ehak`` of the app that has it: two words name a
command joined by an underline. An app adds a command by adding a file; nothing is listed here.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TextIO

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without bytecode every process would compile 2,500 modules

from raekoda.config.home import home

HELP = """\
raekoda run                    the demo: database, worker and web server in one, with made-up content
raekoda serve                  production: the web server alone
raekoda worker                 production: the worker alone
raekoda restore FILE           what a backup holds, into RAEKODA_HOME
raekoda help                   this list
"""


def main() -> None:
    """Entry point of ``.venv/bin/raekoda``; ends the process with the command's exit code."""
    arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
    command = arguments[0] if arguments else "help"
    if command == "run":
        os.environ["RAEKODA_HOME"] = str(home())
        from raekoda.tools.supervise import run

        sys.exit(run())
    if command == "serve":
        from raekoda.config.production import serve

        sys.exit(serve())
    if command == "restore":
        sys.exit(_restore(arguments[1:]))
    if command == "worker":
        from raekoda.config.production import work

        sys.exit(work())
    sys.exit(_help() if command in {"help", "-h", "--help"} and len(arguments) < 2 else _manage(arguments))


def _restore(arguments: list[str]) -> int:
    """Restore a backup; neither a database nor secrets need be there."""
    from raekoda.tools.backup import BackupError
    from raekoda.tools.backup.restoring import restore
    from raekoda.tools.database import DatabaseError

    parser = ArgumentParser(
        "raekoda restore", description="Makes this installation (RAEKODA_HOME) what a backup holds."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="move the installation that is there aside")
    parser.add_argument("--only-secrets", action="store_true", help="restore the folder “secrets” alone")
    options = parser.parse_args(arguments)
    os.environ["RAEKODA_HOME"] = str(home())
    try:
        restore(options.file, replace=options.replace, only_secrets=options.only_secrets)
    except (BackupError, DatabaseError) as reason:
        print(f"Nothing is restored: {reason}", file=sys.stderr)
        return 1
    print(f"Restored into {home()}.")
    return 0


def _manage(arguments: list[str]) -> int:
    """Run a management command beside the running server, on the same database."""
    from django.core.management import execute_from_command_line, get_commands

    from raekoda.config.loading import load
    from raekoda.tools.database import DatabaseError
    from raekoda.tools.demo_secrets import MissingSecrets

    try:
        prepare_environment()
    except (MissingSecrets, DatabaseError) as reason:
        print(reason, file=sys.stderr)
        return 1
    load()
    arguments = join_command_words(arguments, set(get_commands()))
    if arguments[0] not in get_commands() and arguments[0] != "help":
        print(f"There is no command “{' '.join(arguments[:2])}”.\n", file=sys.stderr)
        _help(sys.stderr)
        return 2
    execute_from_command_line(["raekoda", *arguments])
    return 0


def join_command_words(arguments: list[str], commands: set[str]) -> list[str]:
    """Two words that together name a command become that command: ``import ehak X`` is ``import_ehak X``."""
    name = "_".join(arguments[:2]).replace("-", "_")
    return [name, *arguments[2:]] if len(arguments) > 1 and name in commands else arguments


def prepare_environment() -> None:
    """Set what settings read: the demo's mark, and the database (joining or starting the embedded one)."""
    from raekoda.tools.database import ensure_database
    from raekoda.tools.demo_secrets import is_demo, make_secrets

    os.environ["RAEKODA_HOME"] = str(home())
    if not os.environ.get("DATABASE_URL"):
        make_secrets(home())
        ensure_database()
    if is_demo(home()):
        os.environ.setdefault("RAEKODA_DEMO", "1")


def _help(stream: TextIO | None = None) -> int:
    """List the commands of the apps, each with the first line of its own help."""
    from raekoda.config.commands import summaries

    out = stream or sys.stdout
    print(HELP, file=out, end="")
    for name, summary in summaries().items():
        print(f"raekoda {name.replace('_', ' '):<22} {summary}", file=out)
    return 0


if __name__ == "__main__":
    main()
