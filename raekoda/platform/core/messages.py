"""Translations of each app: extract, fill in, compile. Needs no gettext programs; Babel does the work.

    python -m raekoda.platform.core.messages cases                   extract: update locale/{et,ru}/LC_MESSAGES/django.po
    python -m raekoda.platform.core.messages cases --missing         print what has no translation yet, as JSON to fill in
    python -m raekoda.platform.core.messages cases --fill words.json write translations: {"msgid": {"et": "...", "ru": "..."}}
    python -m raekoda.platform.core.messages cases --compile         write django.mo (not kept in the repository)

A plural is a list: {"%(count)s case": {"et": ["...", "..."], "ru": ["...", "...", "..."]}}. A message with a context is
named "context|msgid". Without a app (or with ``all``) the command works on every app.
"""

from __future__ import annotations

import argparse
import fcntl
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("et", "ru")
CONTEXT_SEPARATOR = "|"
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


@cache
def app_folders() -> dict[str, Path]:
    """The folder of every app of the project, by its name, in alphabetical order."""
    files = [*PACKAGE.glob("*/apps.py"), *PACKAGE.glob("*/*/apps.py")]
    return {file.parent.name: file.parent for file in sorted(files, key=lambda file: file.parent.name)}


def app_names() -> list[str]:
    """Names of all apps, in alphabetical order."""
    return list(app_folders())


def po_file(app: str, language: str) -> Path:
    """The stored translations of ``app``."""
    return app_folders()[app] / "locale" / language / "LC_MESSAGES" / "django.po"


def extracted(app: str) -> Catalog:
    """Every message in the app's Python code and templates."""
    catalog = Catalog(charset="utf-8")
    folder = app_folders()[app]
    for file in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if "migrations" in file.parts or "static" in file.parts:
            continue
        source = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            source = _as_python(source, str(file))
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"}
        ):
            catalog.add(message, locations=[(str(file.relative_to(PACKAGE.parent)), 0)], context=context)
    return catalog


def load(app: str, language: str) -> Catalog:
    """The stored translations of ``app``; an empty catalog when there are none yet."""
    file = po_file(app, language)
    if not file.exists():
        return Catalog(locale=language, domain="django", project="Raekoda", charset="utf-8")
    with file.open("rb") as stream:
        return read_po(stream, locale=language, domain="django")


def update(app: str) -> dict[str, Catalog]:
    """Update the stored translations of ``app`` from its code; unused entries are removed."""
    template = extracted(app)
    catalogs = {language: load(app, language) for language in LANGUAGES}
    for language, catalog in catalogs.items():
        catalog.update(template, no_fuzzy_matching=True)
        _save(catalog, po_file(app, language))
    return catalogs


def fill(app: str, translations: dict[str, dict[str, str | list[str]]]) -> list[str]:
    """Write ``translations`` (see the module's text) into the app; returns problems of rejected entries."""
    complaints = []
    for language, catalog in update(app).items():
        by_name = {_name(message): message for message in catalog if message.id}
        for name, words in translations.items():
            message = by_name.get(name)
            if message is None:
                complaints.append(f"{app}: no such message in the code: {name!r}")
            elif words.get(language):
                message.string = _shape(words[language], message, catalog)
                complaints += problems(message, catalog, language)
        _save(catalog, po_file(app, language))
    return sorted(set(complaints))


def missing(app: str) -> dict[str, dict[str, str | list[str]]]:
    """Messages without translation in some language, in the form that :func:`fill` takes."""
    template = extracted(app)
    gaps: dict[str, dict[str, str | list[str]]] = {}
    for language in LANGUAGES:
        catalog = load(app, language)
        for message in template:
            known = catalog.get(message.id, message.context) if message.id else None
            if message.id and (known is None or known.fuzzy or not _complete(known)):
                empty = [""] * catalog.num_plurals if message.pluralizable else ""
                gaps.setdefault(_name(message), {})[language] = empty
    return gaps


def problems(message: Message, catalog: Catalog, language: str) -> list[str]:
    """What is wrong with a translation: placeholders that differ from the original."""
    return [f"{language}: {_name(message)!r}: {error}" for error in message.check(catalog)]


def compile_app(app: str) -> list[Path]:
    """Write the .mo files of ``app`` whose .po is newer; returns those written."""
    written = []
    for language in LANGUAGES:
        source = po_file(app, language)
        target = source.with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            buffer = io.BytesIO()
            write_mo(buffer, load(app, language))
            _replace(target, buffer.getvalue())
            written.append(target)
    return written


def compile_all() -> list[Path]:
    """Compile every app's translations that changed."""
    return [file for app in app_names() for file in compile_app(app)]


def _as_python(template: str, origin: str) -> str:
    """A template as Python code that holds nothing but its gettext calls (Django's own conversion, without indents)."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).splitlines())


def _name(message: Message) -> str:
    msgid = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return f"{message.context}{CONTEXT_SEPARATOR}{msgid}" if message.context else msgid


def _shape(words: str | list[str], message: Message, catalog: Catalog) -> Any:
    if not message.pluralizable:
        return words if isinstance(words, str) else words[0]
    forms = [words] if isinstance(words, str) else words
    return tuple((forms + forms[-1:] * catalog.num_plurals)[: catalog.num_plurals])


def _complete(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, (list, tuple)) else bool(message.string)


def _save(catalog: Catalog, file: Path) -> None:
    if not len(catalog):
        return
    catalog.fuzzy = False
    catalog.header_comment = ""
    catalog.creation_date = catalog.revision_date = None  # type: ignore[assignment]
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {catalog.locale}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    content = f'{header}"Plural-Forms: {catalog.plural_forms}\\n"\n\n'.encode() + buffer.getvalue()
    if not file.exists() or file.read_bytes() != content:
        _replace(file, content)


def _replace(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(file)


@contextmanager
def _one_at_a_time(app: str) -> Iterator[None]:
    """Two people may work on one app: the second waits."""
    name = f"raekoda-messages-{os.geteuid()}-{app}.lock"
    with open(Path(tempfile.gettempdir()) / name, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: Iterable[str] | None = None) -> int:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="raekoda.platform.core.messages", description="Words on screen of a app.")
    parser.add_argument("app", nargs="?", default="all", choices=["all", *app_names()])
    parser.add_argument("--missing", action="store_true", help="print what lacks a translation, as JSON")
    parser.add_argument("--fill", type=Path, metavar="FILE", help="write translations from a JSON file")
    parser.add_argument("--compile", action="store_true", help="write the .mo files")
    options = parser.parse_args(list(arguments) if arguments is not None else None)
    chosen = app_names() if options.app == "all" else [options.app]
    complaints: list[str] = []
    for app in chosen:
        with _one_at_a_time(app):
            if options.fill:
                complaints += fill(app, json.loads(options.fill.read_text(encoding="utf-8")))
            elif options.compile:
                compile_app(app)
            elif not options.missing:
                update(app)
    if options.missing:
        gaps = {name: words for app in chosen for name, words in missing(app).items()}
        print(json.dumps(gaps, ensure_ascii=False, indent=1))
    elif not options.compile:
        for app in chosen:
            print(f"{app}: {len(extracted(app))} messages, {len(missing(app))} without translation")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
