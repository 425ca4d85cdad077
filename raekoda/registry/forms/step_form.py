"""One step of a form as a Django form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from raekoda.platform.core import clock
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.forms import BoundField
from raekoda.registry.forms import visibility
from raekoda.registry.forms.conditions import is_empty
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.field_checks import field_check_problem
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.composite import CellErrors, RowsInput
from raekoda.registry.forms.kinds.display import Fee
from raekoda.registry.forms.kinds.files import Files, FilesInput, is_stored_file
from raekoda.registry.forms.prefill import as_prefilled

if TYPE_CHECKING:
    from raekoda.registry.forms.models import FormVersion

ASKED = "_asked"
REFRESH = ("_refresh", "_more", "_less")


class AnswerBound(BoundField):
    """Links of the error summary lead to the invalid cell."""

    @property
    def first_input_id(self) -> str:
        widget = self.field.widget
        return widget.first_invalid_id(self.auto_id) if isinstance(widget, RowsInput) else super().first_input_id


class AnswerField(forms.Field):
    """A Django form field that is parsed and validated by the kind of a definition's field."""

    bound_field_class = AnswerBound

    def __init__(self, field: Field, *, required: bool, today: date, source: str = "", locked: bool = False) -> None:
        self.definition, self.kind, self.today, self.locked = field, KINDS[field.kind], today, locked
        self.max_length = field.get("max_length") or getattr(self.kind, "longest", None)
        super().__init__(
            required=required,
            label=str(field.label) or field.key,
            help_text=_help(field, source),
            widget=self.kind.widget(field),
            disabled=False,
        )
        if locked:
            self.widget.attrs["readonly"] = True

    def prepare_value(self, value: Any) -> Any:
        return self.kind.to_input(self.definition, value)

    def clean(self, value: Any) -> Any:
        """The stored form of the input, ``None`` for no answer. Raises ``ValidationError``."""
        try:
            answer = self.kind.clean(self.definition, value, self.today)
        except CellErrors as error:
            if isinstance(self.widget, RowsInput):
                self.widget.errors = error.cells
            raise
        if answer is None and self.required:
            raise ValidationError(required_message(self.definition))
        return answer

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class FilesField(AnswerField):
    """Stored files that were not removed; uploads are in ``new``, to be stored by the caller."""

    def __init__(self, field: Field, stored: Any, **options: Any) -> None:
        super().__init__(field, **options)
        self.new: list[PreparedFile] = []
        self.stored = [file for file in stored if is_stored_file(file)] if isinstance(stored, list) else []
        self.widget.stored = self.stored  # type: ignore[attr-defined]

    def clean(self, value: Any) -> Any:
        kind, widget = self.kind, self.widget
        if not isinstance(kind, Files) or not isinstance(widget, FilesInput):
            return super().clean(value)
        remaining = [file for file in self.stored if file.get("ref") not in widget.removed_refs]
        problems: list[str] = []
        self.new = widget.new = []
        for upload in filter(None, value or []):
            try:
                self.new.append(kind.prepare(self.definition, upload))
            except ValidationError as error:
                problems += error.messages
        problems += kind.too_many(self.definition, len(remaining) + len(self.new))
        if not problems and self.required and not remaining and not self.new:
            problems = [required_message(self.definition)]
        if problems:
            raise ValidationError(problems)
        return remaining or None


@dataclass(frozen=True)
class Part:
    """The rendered part of one field: its input, or its text."""

    field: Field
    kind: str
    bound: BoundField | None = None
    triggers_refresh: bool = False
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    is_new: bool = False


class StepForm(forms.Form):
    """One step of ``version`` (or of a draft definition) with the ``answers`` so far.

    Bound with ``data``, it shows the fields that are visible for the typed answers. After ``is_valid()``, ``cleaned_answers``
    are the answers of this step in their stored form, ``None`` for unanswered fields; ``new_files`` are safe uploads by field,
    to be stored and added by ``kinds.files.file_answer``. Valid or not, ``typed_answers`` has everything that was typed, so
    that a draft loses nothing: invalid answers are included as text.

    ``is_refresh``: a row was added, or an answer on which other questions depend was changed; nothing is validated.
    ``new_questions``: labels of questions that became visible and were not on the submitted page.
    """

    def __init__(
        self,
        version: FormVersion | Definition,
        step: Step | str,
        answers: Mapping[str, Any],
        data: Any = None,
        files: Any = None,
        prefill: Mapping[str, Any] | None = None,
        today: date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(data, files, **options)
        self.definition = version if isinstance(version, Definition) else version.parsed
        found = self.definition.step(step) if isinstance(step, str) else step
        if found is None:
            raise KeyError(step)
        self.step: Step = found
        self.answers = answers
        self.prefill = {key: as_prefilled(value) for key, value in (prefill or {}).items()}
        self.today = today or clock.today()
        self.is_refresh = data is not None and any(name in data for name in REFRESH)
        self.hidden_answers: dict[str, Any] = {}
        self.parts: list[Part] = []
        self._asked = str(data[ASKED]).split() if data is not None and ASKED in data else None
        self.known = visibility.answers_before(self.definition, self.step, answers, self.today)
        for field in self.step.fields:
            self._add(field)

    @property
    def new_questions(self) -> list[str]:
        """Labels of the questions that were not on the submitted page."""
        return [str(part.field.label) for part in self.parts if part.is_new]

    @property
    def asked(self) -> str:
        """The keys of the questions on the page, for the hidden input ``_asked``."""
        return " ".join(self.fields)

    @property
    def cleaned_answers(self) -> dict[str, Any]:
        """The answers of this step in their stored form, with calculated fees."""
        calculated = {
            part.field.key: self.known[part.field.key]
            for part in self.parts
            if part.bound is None and part.field.key in self.known
        }
        return {**self.cleaned_data, **calculated}

    @property
    def typed_answers(self) -> dict[str, Any]:
        """Everything typed in this step: valid answers, otherwise the text; includes questions that became hidden."""
        if not self.is_bound:
            return {}
        self.errors  # noqa: B018 - cleans
        found: dict[str, Any] = dict(self.hidden_answers)
        for name, field in self.fields.items():
            if isinstance(field, FilesField):
                widget = field.widget
                removed = widget.removed_refs if isinstance(widget, FilesInput) else []
                found[name] = [file for file in field.stored if file.get("ref") not in removed] or None
            elif self._was_asked(name):
                found[name] = self.cleaned_data[name] if name in self.cleaned_data else self._typed(field, name)
        return found

    @property
    def new_files(self) -> dict[str, list[PreparedFile]]:
        """Safe uploads of an allowed type by field, also when other answers are invalid."""
        self.errors  # noqa: B018 - cleans
        return {name: field.new for name, field in self.fields.items() if isinstance(field, FilesField) and field.new}

    def full_clean(self) -> None:
        """As in Django, but a refresh has no errors and questions that were not on the page are not required yet."""
        super().full_clean()
        if not self.is_bound:
            return
        unseen = [name for name in self.fields if not self._was_asked(name)]
        if self.is_refresh:
            self._errors = ErrorDict(renderer=self.renderer)
            self._clear_cell_errors()
        for name in unseen:
            self._errors.pop(name, None)  # type: ignore[union-attr]

    def copy_errors(self, form: StepForm) -> None:
        """Show the errors of ``form``: the same step, submitted with files that were stored meanwhile."""
        self.full_clean()
        self._errors = form.errors

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_refresh and not self.new_questions

    def clean(self) -> dict[str, Any]:
        """Compare answers with those of other fields."""
        known = self.known | {key: value for key, value in self.cleaned_data.items() if value is not None}
        for name, field in self.fields.items():
            if isinstance(field, AnswerField) and name in self.cleaned_data:
                problem = field_check_problem(
                    field.definition, self.cleaned_data[name], known, self.definition, self.today
                )
                if problem:
                    self.add_error(name, problem)
        return self.cleaned_data

    def _add(self, field: Field) -> None:
        """Add ``field`` if it is visible, and its current answer to the known ones."""
        kind, key = KINDS[field.kind], field.key
        if not visibility.is_shown(field, self.known, self.today):
            self._save_hidden(field)
            return
        if not kind.is_asked:
            visibility.add_answer(field, None, self.known, self.today)
            self.parts.append(self._static_part(field))
            return
        prefill = self.prefill.get(key)
        locked = not field.correctable and prefill is not None and not is_empty(prefill.value)
        answer = prefill.value if prefill and (locked or key not in self.answers) else self.answers.get(key)
        options: dict[str, Any] = {
            "required": visibility.is_required(field, self.known, self.today),
            "today": self.today,
            "source": prefill.source if prefill and answer == prefill.value and not is_empty(answer) else "",
            "locked": locked,
        }
        form_field = FilesField(field, answer, **options) if isinstance(kind, Files) else AnswerField(field, **options)
        self.fields[key] = form_field
        if not isinstance(form_field, FilesField):
            self.initial[key] = answer
        if locked and self.is_bound:
            self._lock_value(key, answer, form_field)
        visibility.add_answer(field, self._current(form_field, key, answer), self.known, self.today)
        is_new = self.is_bound and not self._was_asked(key) and not self.is_refresh
        bound = self[key]
        self.parts.append(
            Part(field, field.kind, bound, key in self.definition.dependency_keys, is_new=is_new)  # type: ignore[arg-type]
        )

    def _current(self, field: AnswerField, name: str, answer: Any) -> Any:
        """The current answer: typed if the form was submitted, otherwise the stored one."""
        if not self.is_bound or field.locked or not self._was_asked(name):
            return answer
        if isinstance(field, FilesField):
            return answer or self.files.get(name)
        try:
            return field.kind.parse(field.definition, self._raw(field, name), self.today)
        except ValidationError:
            return None

    def _raw(self, field: forms.Field, name: str) -> Any:
        return field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _typed(self, field: forms.Field, name: str) -> Any:
        raw = self._raw(field, name)
        return raw[0] if field.definition.kind == "person" and raw else raw  # type: ignore[attr-defined]

    def _lock_value(self, name: str, answer: Any, field: AnswerField) -> None:
        """Override the submitted value of a locked field by its prefilled value."""
        self.data = self.data.copy() if hasattr(self.data, "copy") else dict(self.data)
        typed = field.prepare_value(answer)
        if isinstance(field.widget, RowsInput):
            rows = typed if isinstance(typed, list) else []
            self.data[f"{self.add_prefix(name)}-rows"] = str(len(rows))
            for number, row in enumerate(rows):
                for column, value in row.items():
                    self.data[f"{self.add_prefix(name)}-{number}-{column}"] = value
        elif isinstance(typed, list) and hasattr(self.data, "setlist"):
            self.data.setlist(self.add_prefix(name), typed)
        else:
            self.data[self.add_prefix(name)] = typed

    def _save_hidden(self, field: Field) -> None:
        """Save what was typed into a question that became hidden, so that it is restored when the question reappears."""
        kind = KINDS[field.kind]
        if (
            not self.is_bound
            or not kind.is_asked
            or isinstance(kind, Files)
            or not self._asked
            or field.key not in self._asked
        ):
            return
        raw = kind.widget(field).value_from_datadict(self.data, self.files, self.add_prefix(field.key))
        try:
            self.hidden_answers[field.key] = kind.parse(field, raw, self.today)
        except ValidationError:
            self.hidden_answers[field.key] = raw

    def _was_asked(self, name: str) -> bool:
        return self._asked is None or name in self._asked

    def _static_part(self, field: Field) -> Part:
        kind = KINDS[field.kind]
        if isinstance(kind, Fee):
            lines = kind.fee_lines(field, self.known, self.today)
            rows = tuple((label, kind.display(field, amount)) for label, amount in lines if label)
            return Part(
                field, field.kind, text=mark_safe(escape(kind.display(field, self.known[field.key]))), lines=rows
            )
        return Part(field, field.kind, text=paragraphs(str(field.help)))

    def _clear_cell_errors(self) -> None:
        for field in self.fields.values():
            if isinstance(field.widget, RowsInput):
                field.widget.errors = {}


def required_message(field: Field) -> str:
    """The error message of a required question without an answer."""
    if field.kind == "agree":
        return _("Please tick this to go on.")
    if field.kind == "file":
        return _("Please add a file.")
    if field.kind in ("choice", "choices", "yes_no"):
        return _("Please choose an answer.")
    return _("Please fill this in.")


def paragraphs(text: str) -> SafeString:
    """Text as HTML: escaped, with links and line breaks."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True).replace("\n", "<br>"))


def _help(field: Field, source: str) -> SafeString:
    text = paragraphs(str(field.help)) if field.help else ""
    origin = f'<span class="forms-source">{escape(source)}</span>' if source else ""
    return mark_safe("<br>".join(part for part in (text, origin) if part))
