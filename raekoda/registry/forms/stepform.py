"""One step of a form as a Django form: its inputs, its errors, what was typed."""

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
from raekoda.registry.forms import showing
from raekoda.registry.forms.conditions import is_empty
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.fieldchecks import field_check_problem
from raekoda.registry.forms.kinds import KINDS
from raekoda.registry.forms.kinds.composed import CellErrors, RowsInput
from raekoda.registry.forms.kinds.files import Files, FilesInput, is_kept_file
from raekoda.registry.forms.kinds.told import Fee
from raekoda.registry.forms.prefill import prefilled

if TYPE_CHECKING:
    from raekoda.registry.forms.models import FormVersion

ASKED = "_asked"
REFRESH = ("_refresh", "_more", "_less")


class AnswerBound(BoundField):
    """Links of the error summary lead into the cell that is wrong."""

    @property
    def first_input_id(self) -> str:
        widget = self.field.widget
        return widget.first_wrong(self.auto_id) if isinstance(widget, RowsInput) else super().first_input_id


class AnswerField(forms.Field):
    """A field of the definition as a field of Django: read and checked by its kind."""

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
        return self.kind.typed(self.definition, value)

    def clean(self, value: Any) -> Any:
        """The kept form of what was typed, ``None`` for nothing. Raises ``ValidationError``."""
        try:
            answer = self.kind.clean(self.definition, value, self.today)
        except CellErrors as error:
            if isinstance(self.widget, RowsInput):
                self.widget.errors = error.cells
            raise
        if answer is None and self.required:
            raise ValidationError(needed(self.definition))
        return answer

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class FilesField(AnswerField):
    """Keeps what was kept before and not taken away; what is new waits in ``new`` to be stored by who asked for it."""

    def __init__(self, field: Field, kept: Any, **options: Any) -> None:
        super().__init__(field, **options)
        self.new: list[PreparedFile] = []
        self.kept = [each for each in kept if is_kept_file(each)] if isinstance(kept, list) else []
        self.widget.kept = self.kept  # type: ignore[attr-defined]

    def clean(self, value: Any) -> Any:
        kind, widget = self.kind, self.widget
        if not isinstance(kind, Files) or not isinstance(widget, FilesInput):
            return super().clean(value)
        left = [each for each in self.kept if each.get("ref") not in widget.taken_away]
        problems: list[str] = []
        self.new = widget.new = []
        for upload in filter(None, value or []):
            try:
                self.new.append(kind.prepare(self.definition, upload))
            except ValidationError as error:
                problems += error.messages
        problems += kind.too_many(self.definition, len(left) + len(self.new))
        if not problems and self.required and not left and not self.new:
            problems = [needed(self.definition)]
        if problems:
            raise ValidationError(problems)
        return left or None


@dataclass(frozen=True)
class Part:
    """What is drawn for one field: its input, or its text."""

    field: Field
    kind: str
    bound: BoundField | None = None
    decides: bool = False
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    is_new: bool = False


class StepForm(forms.Form):
    """One step of ``version`` (or of a definition that is being tried), given the ``answers`` so far.

    Bound with ``data``, it shows the fields that follow from what was typed. After ``is_valid()``: ``cleaned_answers`` are the
    answers of this step, JSON-ready, ``None`` where nothing was answered; ``new_files`` the uploads by field, made safe, to be
    stored and added by ``kinds.files.file_answer``. Valid or not, ``typed_answers`` has everything that was typed, so that a
    draft loses nothing: what is no answer yet stays as it was typed.

    ``is_refresh``: the person only added a row, or changed an answer on which other questions depend; nothing is checked.
    ``appeared``: questions that follow from the answers and were not on the page that was sent; they are asked now.
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
        self.prefill = {key: prefilled(value) for key, value in (prefill or {}).items()}
        self.today = today or clock.today()
        self.is_refresh = data is not None and any(name in data for name in REFRESH)
        self.hidden_answers: dict[str, Any] = {}
        self.parts: list[Part] = []
        self._asked = str(data[ASKED]).split() if data is not None and ASKED in data else None
        self.known = showing.earlier(self.definition, self.step, answers, self.today)
        for field in self.step.fields:
            self._add(field)

    @property
    def appeared(self) -> list[str]:
        """Labels of the questions that are asked anew."""
        return [str(part.field.label) for part in self.parts if part.is_new]

    @property
    def asked(self) -> str:
        """The keys of the questions on the page, for the hidden input that tells which were seen."""
        return " ".join(self.fields)

    @property
    def cleaned_answers(self) -> dict[str, Any]:
        """The answers of this step, JSON-ready; with fees as counted."""
        told = {
            part.field.key: self.known[part.field.key]
            for part in self.parts
            if part.bound is None and part.field.key in self.known
        }
        return {**self.cleaned_data, **told}

    @property
    def typed_answers(self) -> dict[str, Any]:
        """Everything typed in this step: answers where they are, else the text; with those of questions now hidden."""
        if not self.is_bound:
            return {}
        self.errors  # noqa: B018 - cleans
        found: dict[str, Any] = dict(self.hidden_answers)
        for name, field in self.fields.items():
            if isinstance(field, FilesField):
                widget = field.widget
                gone = widget.taken_away if isinstance(widget, FilesInput) else []
                found[name] = [each for each in field.kept if each.get("ref") not in gone] or None
            elif self._was_asked(name):
                found[name] = self.cleaned_data[name] if name in self.cleaned_data else self._typed(field, name)
        return found

    @property
    def new_files(self) -> dict[str, list[PreparedFile]]:
        """Uploads of this step that are safe and of an allowed kind, by field; also when other answers are wrong."""
        self.errors  # noqa: B018 - cleans
        return {name: field.new for name, field in self.fields.items() if isinstance(field, FilesField) and field.new}

    def full_clean(self) -> None:
        """As Django does, but a refresh has no errors and questions never seen are not missed yet."""
        super().full_clean()
        if not self.is_bound:
            return
        unseen = [name for name in self.fields if not self._was_asked(name)]
        if self.is_refresh:
            self._errors = ErrorDict(renderer=self.renderer)
            self._clear_cell_errors()
        for name in unseen:
            self._errors.pop(name, None)  # type: ignore[union-attr]

    def take_errors(self, form: StepForm) -> None:
        """Say what is wrong with ``form``: the same step, sent with files that have been kept meanwhile."""
        self.full_clean()
        self._errors = form.errors

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_refresh and not self.appeared

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
        """Draw ``field`` if it is shown; learn what is answered in it."""
        kind, key = KINDS[field.kind], field.key
        if not showing.is_shown(field, self.known, self.today):
            self._keep_hidden(field)
            return
        if not kind.is_asked:
            showing.learn(field, None, self.known, self.today)
            self.parts.append(self._told(field))
            return
        given = self.prefill.get(key)
        locked = not field.correctable and given is not None and not is_empty(given.value)
        answer = given.value if given and (locked or key not in self.answers) else self.answers.get(key)
        options: dict[str, Any] = {
            "required": showing.is_required(field, self.known, self.today),
            "today": self.today,
            "source": given.source if given and answer == given.value and not is_empty(answer) else "",
            "locked": locked,
        }
        made = FilesField(field, answer, **options) if isinstance(kind, Files) else AnswerField(field, **options)
        self.fields[key] = made
        if not isinstance(made, FilesField):
            self.initial[key] = answer
        if locked and self.is_bound:
            self._force(key, answer, made)
        showing.learn(field, self._current(made, key, answer), self.known, self.today)
        is_new = self.is_bound and not self._was_asked(key) and not self.is_refresh
        bound = self[key]
        self.parts.append(
            Part(field, field.kind, bound, key in self.definition.deciding, is_new=is_new)  # type: ignore[arg-type]
        )

    def _current(self, field: AnswerField, name: str, answer: Any) -> Any:
        """What is answered right now: typed if the form was sent, else kept before."""
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

    def _force(self, name: str, answer: Any, field: AnswerField) -> None:
        """What the city knows and is not to be changed stays, whatever was sent."""
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

    def _keep_hidden(self, field: Field) -> None:
        """Remember what was typed into a question that no longer follows: it comes back if its condition does."""
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

    def _told(self, field: Field) -> Part:
        kind = KINDS[field.kind]
        if isinstance(kind, Fee):
            lines = kind.counted(field, self.known, self.today)
            shown = tuple((words, kind.show(field, amount)) for words, amount in lines if words)
            return Part(field, field.kind, text=mark_safe(escape(kind.show(field, self.known[field.key]))), lines=shown)
        return Part(field, field.kind, text=paragraphs(str(field.help)))

    def _clear_cell_errors(self) -> None:
        for field in self.fields.values():
            if isinstance(field.widget, RowsInput):
                field.widget.errors = {}


def needed(field: Field) -> str:
    """What is said when a question that has to be answered was not."""
    if field.kind == "agree":
        return _("Please tick this to go on.")
    if field.kind == "file":
        return _("Please add a file.")
    if field.kind in ("choice", "choices", "yes_no"):
        return _("Please choose an answer.")
    return _("Please fill this in.")


def paragraphs(text: str) -> SafeString:
    """Words of an official as HTML: escaped, links made, lines kept."""
    return mark_safe(urlize(text, nofollow=True, autoescape=True).replace("\n", "<br>"))


def _help(field: Field, source: str) -> SafeString:
    told = paragraphs(str(field.help)) if field.help else ""
    filled = f'<span class="forms-source">{escape(source)}</span>' if source else ""
    return mark_safe("<br>".join(part for part in (told, filled) if part))
