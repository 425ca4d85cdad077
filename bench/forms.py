"""How long a form of 60 fields takes: drawing it, reading what was typed, checking and summing up all answers.

    python bench/forms.py [--rounds 60]

Needs no database. Each figure is the median of many rounds in one process, in milliseconds of its CPU. ``one step`` has all 60
fields on one page, ``six steps`` ten on each (the figure is of one page, with the steps before it walked through).
``bare Django`` is a plain Django form of 60 text fields drawn by the same renderer: what cannot be saved.
The target: 40 ms.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BENCH = Path(__file__).resolve().parent
sys.path[:0] = [str(BENCH), str(BENCH.parent)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raekoda.config.settings")
os.environ.setdefault("RAEKODA_SECRET_KEY", "bench")
os.environ.setdefault("DATABASE_URL", "postgres://bench@127.0.0.1:1/none")

FIELDS = 60
TARGET = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    import django

    django.setup()
    from django.http import QueryDict
    from django.template.loader import render_to_string
    from django.utils import translation

    from raekoda.registry.forms import definition, filling
    from raekoda.registry.forms.filling import StepForm

    translation.activate("et")
    one, six = definition.read(content(1)), definition.read(content(6))
    given = answers()
    posted = QueryDict(mutable=True)
    for key, value in typed().items():
        posted.setlist(key, value if isinstance(value, list) else [value])

    def draw(form: Any) -> str:
        return render_to_string("forms/step.html", {"form": form})

    def wrong() -> str:
        form = StepForm(one, "s0", {}, QueryDict("_asked=" + " ".join(one.fields)))
        assert not form.is_valid()
        return draw(form)

    def read_step() -> None:
        form = StepForm(one, "s0", {}, posted)
        assert form.is_valid(), form.errors

    figures = {
        "one step, empty": lambda: draw(StepForm(one, "s0", {})),
        "one step, filled in": lambda: draw(StepForm(one, "s0", given)),
        "one step, every answer missing": wrong,
        "last of six steps": lambda: draw(StepForm(six, "s5", given)),
        "one step, read and checked": read_step,
        "all answers checked": lambda: filling.check(one, given),
        "all answers summed up": lambda: filling.summary(one, given),
        "definition read from JSON": lambda: definition.read(content(1)),
        "bare Django": lambda: draw_bare(),
    }
    print(f"a form of {FIELDS} fields, milliseconds of CPU, median of {rounds} rounds (target: {TARGET})")
    for name, work in figures.items():
        print(f"{name:32} {measured(work, rounds):7.1f}")


def draw_bare() -> str:
    from django import forms

    made = type(
        "Bare", (forms.Form,), {f"f{n}": forms.CharField(label=f"Field {n}", help_text="Help") for n in range(FIELDS)}
    )
    return str(made())


def measured(work: Callable[[], Any], rounds: int) -> float:
    work()
    times = []
    for _round in range(rounds):
        started = time.process_time()
        work()
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times)


KINDS = ("text", "number", "money", "date", "yes_no", "choice", "email", "personal_code", "table", "long_text")


def content(steps: int) -> dict[str, Any]:
    """A form of 60 fields of ten kinds in as many steps as told; half of them with a condition that holds."""
    fields = [field(number) for number in range(FIELDS)]
    size = FIELDS // steps
    return {
        "title": {"et": "Näidis", "en": "Example", "ru": "Пример"},
        "steps": [
            {"key": f"s{n}", "title": {"et": f"Samm {n}"}, "fields": fields[n * size : (n + 1) * size]}
            for n in range(steps)
        ],
    }


def field(number: int) -> dict[str, Any]:
    kind = KINDS[number % len(KINDS)]
    made: dict[str, Any] = {
        "key": f"f{number}",
        "kind": kind,
        "label": {"et": f"Küsimus {number}", "en": f"Question {number}", "ru": f"Вопрос {number}"},
        "help": {"et": "Selgitus", "en": "Explanation", "ru": "Пояснение"},
        "required": True,
    }
    if number > 4 and number % 2:
        made["shown_if"] = {
            "all": [{"field": "f4", "op": "equals", "value": True}, {"field": "f1", "op": "greater", "value": 1}]
        }
    if kind == "choice":
        made["choices"] = [{"key": f"c{n}", "label": {"et": f"Valik {n}"}} for n in range(6)]
    if kind == "table":
        made["columns"] = [
            {"key": "what", "kind": "text", "label": {"et": "Mis"}},
            {"key": "sum", "kind": "money", "label": {"et": "Summa"}},
        ]
    return made


def answers() -> dict[str, Any]:
    values = (
        "Tekst",
        5,
        "12.50",
        "2026-09-01",
        True,
        "c1",
        "mari@example.ee",
        "60001019906",
        [{"what": "Vihik", "sum": "2.00"}],
        "Pikk",
    )
    return {f"f{number}": values[number % len(values)] for number in range(FIELDS)}


def typed() -> dict[str, Any]:
    """The same answers as a browser sends them."""
    sent: dict[str, Any] = {"_asked": " ".join(f"f{number}" for number in range(FIELDS))}
    for key, value in answers().items():
        if isinstance(value, list):
            sent |= {f"{key}-rows": "1", f"{key}-0-what": "Vihik", f"{key}-0-sum": "2,00"}
        else:
            sent[key] = "yes" if value is True else str(value)
    return sent


if __name__ == "__main__":
    main()
