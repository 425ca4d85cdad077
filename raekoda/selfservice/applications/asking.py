"""What the form of an application asks and what was answered: the one place where applications meet forms."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.clock import local_day
from raekoda.registry.benefits import queries as benefits
from raekoda.registry.benefits.days import is_within
from raekoda.registry.benefits.rules import window_text
from raekoda.registry.forms import filling
from raekoda.registry.forms.definition import Definition, Step
from raekoda.registry.forms.filling import StepForm
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.selfservice.applications import prefill, queries
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Draft, File, Handling

FEE, FILE = "fee", "file"
PERSONS, ACCOUNTS = ("personal_code", "person"), ("iban",)


def definition_of(version: FormVersion) -> Definition:
    """What the version asks."""
    return version.parsed


def steps(draft: Draft) -> list[Step]:
    """The steps that the applicant goes through, by the answers so far."""
    return filling.shown_steps(draft.version.parsed, draft.data)


def first_step(draft: Draft) -> str:
    return steps(draft)[0].key


def form_of(draft: Draft, step: Step, data: Any = None, files: Any = None) -> StepForm:
    """One step as a form, with what the city knows filled in where nothing was answered yet."""
    return StepForm(draft.version, step, draft.data, data, files, prefill=prefill.known(draft, step))


def problems(draft: Draft) -> list[dict[str, str]]:
    """What is missing or wrong in the whole draft: step, field, label and words of each."""
    definition = draft.version.parsed
    found = []
    for key, errors in filling.check(definition, draft.data).items():
        step = definition.step_with_field(key)
        found.append(
            {
                "step": step.key if step else "",
                "field": key,
                "label": str(definition.fields[key].label),
                "words": " ".join(errors),
            }
        )
    return found


def must_be_complete(draft: Draft) -> None:
    """Raises :class:`ApplicationError` when something is missing or wrong."""
    if problems(draft):
        raise ApplicationError(_("Something is missing or wrong. Look at the list and put it right; nothing is lost."))


def must_be_open(draft: Draft) -> None:
    """Raises :class:`ApplicationError` when applications are not taken now."""
    if not draft.form.is_open or not window_of(draft.form).is_open:
        raise ApplicationError(_("Applications are not taken just now. What you wrote is kept."))


def counted(draft: Draft) -> dict[str, Any]:
    """The answers that count, fees counted: those to questions that are not asked any more are left out."""
    return filling.clean_answers(draft.version.parsed, draft.data)[0]


def sent_answers(draft: Draft) -> str:
    """The answers that count, as they are kept with the application."""
    return json.dumps(counted(draft), ensure_ascii=False)


def co_applicants(draft: Draft, handling: Handling) -> dict[str, str]:
    """Personal codes of those whose consent the form asks for, by the key of the question."""
    answers = counted(draft)
    asked = {key for key, field in draft.version.parsed.fields.items() if field.get("consent")}
    codes = {key: _code_in(answers.get(key)) for key in sorted(asked | {handling.consent_field})}
    return {key: code for key, code in codes.items() if code}


def _code_in(answer: Any) -> str:
    return str((answer.get("code") if isinstance(answer, dict) else answer) or "").strip()


def told(subject: Application | Draft) -> list[dict[str, Any]]:
    """The answers as people read them, step by step, in the language of the page; files stand apart."""
    day = local_day(subject.sent_at) if isinstance(subject, Application) else clock.today()
    sections = filling.summary(subject.version.parsed, subject.data, day)
    return [
        {
            "key": section.key,
            "title": section.title,
            "rows": [
                {"label": line.label, "value": line.value, "table": line.table}
                for line in section.lines
                if line.kind != FILE
            ],
        }
        for section in sections
    ]


def files_of(subject: Application | Draft) -> list[File]:
    return list(subject.files.all())


def fee_of(answers: Mapping[str, Any], version: FormVersion) -> Decimal:
    """What is to be paid for the application, in euros."""
    fees = [key for key, field in version.parsed.fields.items() if field.kind == FEE]
    return sum((Decimal(str(answers.get(key) or 0)) for key in fees), Decimal(0))


def fields_of(form: Form, kinds: Collection[str] = ()) -> list[tuple[str, str]]:
    """Keys and labels of the questions, of these ``kinds`` only, of the version that people fill in, or else of the draft."""
    definition = form.current.parsed if form.current else form.draft_definition
    return [
        (key, str(field.label) or key) for key, field in definition.fields.items() if not kinds or field.kind in kinds
    ]


def account_of(application: Application, handling: Handling) -> str:
    """The account number that the applicant gave."""
    return str(application.data.get(handling.account_field) or "") if handling.account_field else ""


@dataclass(frozen=True)
class Window:
    """Whether applications are taken today, and in ``words`` when in the year they are; "" when they always are."""

    is_open: bool
    words: str = ""


def window_of(form: Form) -> Window:
    """When applications by ``form`` are taken."""
    handling = queries.handling_of(form)
    rule = benefits.rule_on(handling.benefit, clock.today()) if handling.benefit is not None else None
    if rule is None or not rule.apply_from:
        return Window(is_open=True)
    return Window(is_within(clock.today(), rule.apply_from, rule.apply_to), window_text(rule))


def in_language(words: Mapping[str, str]) -> str:
    """A text by language, in the language of the page."""
    return words.get((get_language() or "et")[:2]) or words.get("et", "")
