"""How the time for hostile text grows: every regular expression of the program, and the functions that read outside text.

    python bench/patterns.py [--length 4000] [--shown 12]

Each is given n, 2n and 4n characters of every attack; linear time gives ratios near 2 and 4, quadratic ones 4 and 16. Needs no
database rows; uses the settings of RAEKODA_HOME.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")

ATTACKS = (
    "a", "A", "ä", "1", " ", "\t", "\n", ". ", ".", "!", "1 ", "1.", "a.", "a@", "@a.", "a-", "<", "<!--", "<!---->", "<a ",
    "</p", "&", "&amp", "(", "[", "[1]", '"', "'", "> ", ">", "-- ", "= ", "=?utf-8?q?", ": ", "From: a\n", "wrote:\n",
    "Tere! ", "A. ", "nr. ", "+372 ", "EE", "Mari Maasikas, ", "tn 1-2, ", "https://a.", "www.", "{", "{{ ", "%", "\\",
    "\u0301", "\ufdfa", "\u202e",
)  # fmt: skip
TIMES = (1, 2, 4)
LEAST = 0.01
"""Seconds below which growth is not worth a row."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=4_000)
    parser.add_argument("--shown", type=int, default=12)
    options = parser.parse_args()
    from raekoda.tools.database import ensure_database

    ensure_database()
    import django

    django.setup()
    print("slowest patterns\n")
    shown(patterns(), options.length, options.shown)
    print("\nslowest functions\n")
    shown(functions(), options.length, options.shown)


def patterns() -> dict[str, Callable[[str], Any]]:
    from tests.conventions.patterns import patterns as found

    return {f"{each.place} {each.name}": using(each.pattern, each.how) for each in found()[0]}


def using(pattern: Any, how: str) -> Callable[[str], Any]:
    ask = pattern.findall if how == "search" else getattr(pattern, how)
    return (lambda text: ask(text.encode("utf-8"))) if isinstance(pattern.pattern, bytes) else ask


def functions() -> dict[str, Callable[[str], Any]]:
    from raekoda.casework.cases.numbers import NUMBER
    from raekoda.casework.cases.rules import subject_from_text
    from raekoda.channels.mailbox.reading.markup import html_to_text
    from raekoda.channels.mailbox.reading.parsing import parse
    from raekoda.channels.mailbox.reading.trimming import trim
    from raekoda.channels.recordings.documents import normalize_text, split_quoted
    from raekoda.platform.core import text as texts
    from raekoda.platform.core.files import clean_name, document_type
    from raekoda.platform.core.redact import PERSONAL, redact
    from raekoda.platform.core.sentences import sentences
    from raekoda.platform.core.xml import UnsafeXml
    from raekoda.platform.core.xml import parse as parse_xml
    from raekoda.platform.search.passages import split_document
    from raekoda.publishing.features.parameters import box

    def xml(text: str) -> None:
        try:
            parse_xml(text.encode())
        except UnsafeXml:
            return

    def box_of(text: str) -> None:
        try:
            box(f"{text},1,2,3", None)  # type: ignore[arg-type]
        except Exception:
            return

    def letter(kind: str) -> Callable[[str], Any]:
        head = f"From: a@example.ee\r\nTo: b@example.ee\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n"
        return lambda text: parse(head.encode() + text.encode())

    return {
        "mailbox trim": trim,
        "mailbox parse, plain": letter("plain"),
        "mailbox parse, html": letter("html"),
        "mailbox parse, subject": lambda text: parse(f"Subject: {text}\r\nFrom: {text}\r\n\r\nx".encode()),
        "mailbox html_to_text": html_to_text,
        "recordings normalize_text": normalize_text,
        "recordings split_quoted": split_quoted,
        "core redact": lambda text: redact(text, "et", kinds=PERSONAL),
        "core sentences": sentences,
        "core plain": texts.plain,
        "core lemmas": lambda text: texts.lemmas(text, "et"),
        "core detect_language": texts.detect_language,
        "core document_type": lambda text: document_type(text.encode()),
        "core clean_name": lambda text: clean_name(text, ".txt"),
        "core tree_of": xml,
        "search cut": lambda text: split_document("", text),
        "core clean_text": texts.clean_text,
        "cases subject_from_text": subject_from_text,
        "cases NUMBER": NUMBER.fullmatch,
        "features box": box_of,
    }


def shown(asked: dict[str, Callable[[str], Any]], length: int, most: int) -> None:
    rows = []
    for name, ask in asked.items():
        worst = max((growth(ask, attack, length) for attack in ATTACKS), key=lambda row: row[-1][-1])
        rows.append((name, *worst))
    rows.sort(key=lambda row: -row[2][-1])
    print(
        f"| what | attack | {' | '.join(f'{length * times:,}' for times in TIMES)} | ratios |\n|---|---|---|---|---|---|"
    )
    for name, attack, seconds in rows[:most]:
        ratios = ", ".join(f"{each / max(seconds[0], 1e-6):.1f}" for each in seconds[1:])
        print(f"| {name} | {attack!r} | {' | '.join(f'{each * 1000:.1f} ms' for each in seconds)} | {ratios} |")
    steep = [name for name, _, seconds in rows if seconds[-1] > LEAST and seconds[-1] > 9 * max(seconds[0], 1e-6)]
    print(f"\nsteeper than linear: {', '.join(steep) or 'none'}")


def growth(ask: Callable[[str], Any], attack: str, length: int) -> tuple[str, list[float]]:
    seconds = []
    for times in TIMES:
        text = (attack * (length * times // len(attack) + 1))[: length * times] + "\x01"
        begun = time.process_time()
        ask(text)
        seconds.append(time.process_time() - begun)
    return attack, seconds


if __name__ == "__main__":
    main()
