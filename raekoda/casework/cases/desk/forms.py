"""The forms of a case's page: each performs one action."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases import actions
from raekoda.casework.cases.actions.clock import longest_extension
from raekoda.casework.cases.desk import panels, placeholders
from raekoda.casework.cases.desk.choices import services_in_use
from raekoda.casework.cases.desk.lookup import find_case
from raekoda.casework.cases.models import Case, Kind, Outcome
from raekoda.identity.accounts.queries import officials, units
from raekoda.platform.core.actor import Actor

LONGEST_TEXT = 20_000
LONGEST_REASON = 1_000
ANSWER_OUTCOMES = (Outcome.ANSWERED, Outcome.SOLVED, Outcome.PLANNED, Outcome.NOT_OURS, Outcome.REFUSED)
CLOSE_OUTCOMES = (
    Outcome.SOLVED,
    Outcome.PLANNED,
    Outcome.NOT_OURS,
    Outcome.REFUSED,
    Outcome.NO_ANSWER_DUE,
    Outcome.DUPLICATE,
)


def long_text(
    label: Any, *, rows: int = 8, limit: int = LONGEST_TEXT, required: bool = True, **more: Any
) -> forms.CharField:
    """A field for long texts. Its limit is not an attribute of the widget, so that no counter is shown."""
    return forms.CharField(
        label=label,
        required=required,
        widget=forms.Textarea({"rows": rows}),
        validators=[MaxLengthValidator(limit)],
        **more,
    )


def reason_field(label: Any) -> forms.CharField:
    return long_text(label, rows=3, limit=LONGEST_REASON)


class CaseForm(forms.Form):
    """Base: has the case, the actor, and the version of the case that the user saw (``seen``)."""

    keeps_order = True
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, case: Case, actor: Actor, data: Any = None) -> None:
        self.case, self.actor = case, actor
        name = type(self).__name__.lower()
        super().__init__(data, initial={"seen": case.updated_at.isoformat()}, auto_id=f"{name}_%s")
        self.prepare()

    def prepare(self) -> None:
        """Set up choices and initial values that depend on the case."""

    def lock(self) -> None:
        """Lock what :meth:`perform` changes, and read the case again. Called with valid data, in the transaction of both."""
        actions.lock(self.case)

    def perform(self) -> None:
        """Perform the action. Called with valid data."""
        raise NotImplementedError

    def is_stale(self) -> bool:
        """Whether the case has changed since the user opened it."""
        return self.keeps_order and self.cleaned_data.get("seen", "") != self.case.updated_at.isoformat()

    def seen_again(self) -> None:
        """Accept the present version of the case as seen when the form is sent again."""
        self.data = {**cast(QueryDict, self.data).dict(), "seen": self.case.updated_at.isoformat()}


class TakeForm(CaseForm):
    def perform(self) -> None:
        actions.assign_to_self(self.case, actor=self.actor)


class AssignForm(CaseForm):
    unit = forms.ModelChoiceField(None, label=gettext_lazy("Unit"), required=False)
    official = forms.ModelChoiceField(None, label=gettext_lazy("Official"), required=False)
    reason = forms.CharField(label=gettext_lazy("Note to them"), max_length=LONGEST_REASON, required=False)

    def prepare(self) -> None:
        unit, official = self.fields["unit"], self.fields["official"]
        unit.queryset, official.queryset = units(), officials()  # type: ignore[attr-defined]
        official.label_from_instance = lambda user: user.display_name  # type: ignore[attr-defined]
        unit.empty_label, official.empty_label = _("no unit"), _("nobody yet: for the whole unit")  # type: ignore[attr-defined]
        self.initial = {**self.initial, "unit": self.case.unit_id, "official": self.case.official_id}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("unit") and not cleaned.get("official") and not self.errors:
            raise ValidationError(_("Choose a unit, an official, or both."))
        return cleaned

    def perform(self) -> None:
        data = self.cleaned_data
        actions.assign(self.case, actor=self.actor, official=data["official"], unit=data["unit"], reason=data["reason"])


class ServiceForm(CaseForm):
    service = forms.ModelChoiceField(None, label=gettext_lazy("Service"), required=False)

    def prepare(self) -> None:
        field = self.fields["service"]
        field.queryset = services_in_use(also=self.case.service_id)  # type: ignore[attr-defined]
        field.empty_label = _("none")  # type: ignore[attr-defined]
        self.initial["service"] = self.case.service_id

    def perform(self) -> None:
        actions.set_service(self.case, service=self.cleaned_data["service"], actor=self.actor)


class KindForm(CaseForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Kind.choices,
        help_text=gettext_lazy("The deadline is counted anew by the kind."),
    )

    def prepare(self) -> None:
        self.initial = {**self.initial, "kind": self.case.kind}

    def perform(self) -> None:
        actions.set_kind(self.case, kind=self.cleaned_data["kind"], actor=self.actor)


class NoteForm(CaseForm):
    keeps_order = False
    text = long_text(gettext_lazy("Internal note"), rows=4, help_text=gettext_lazy("Only colleagues see it."))

    def perform(self) -> None:
        actions.note(self.case, text=self.cleaned_data["text"], actor=self.actor)


class AskForm(CaseForm):
    text = long_text(
        gettext_lazy("Question to the sender"),
        rows=5,
        help_text=gettext_lazy("The sender gets it by e-mail with a link for answering. The deadline stays as it is."),
    )

    def perform(self) -> None:
        actions.ask_sender(self.case, text=self.cleaned_data["text"], actor=self.actor)


class ReplyForm(CaseForm):
    text = long_text(
        gettext_lazy("What the sender said"),
        rows=4,
        help_text=gettext_lazy("By phone or on a visit. Stands as the sender's own words."),
    )

    def perform(self) -> None:
        actions.reply_from_sender(self.case, text=self.cleaned_data["text"], actor=self.actor)


class TextFromTemplate(CaseForm):
    """Base of forms whose text may start from an answer template."""

    template = forms.ModelChoiceField(None, label=gettext_lazy("Template"), required=False)

    def prepare(self) -> None:
        field = self.fields["template"]
        field.queryset = placeholders.templates_for_case(self.case)  # type: ignore[attr-defined]
        field.empty_label = _("none")  # type: ignore[attr-defined]

    @property
    def texts_id(self) -> str:
        """Id of the element with the filled templates for the page's script."""
        return f"template-texts-{self.case.pk}"

    def filled_templates(self) -> list[dict[str, Any]]:
        """Key, name and text of every suitable template, with placeholders filled in."""
        return [
            {"pk": each.pk, "name": each.name, "text": placeholders.fill_placeholders(each.text, self.case, self.actor)}
            for each in placeholders.templates_for_case(self.case)
        ]

    def insert_template(self) -> None:
        """Append the chosen template's text to the text already written."""
        self.full_clean()
        template = self.cleaned_data.get("template")
        if template is None:
            return
        written = self.data.get("text", "").rstrip()
        text = placeholders.fill_placeholders(template.text, self.case, self.actor)
        together = f"{written}\n\n{text}" if written else text
        self.__init__(self.case, self.actor)  # type: ignore[misc]
        self.initial = {**self.initial, "text": together}


class AnswerForm(TextFromTemplate):
    text = long_text(gettext_lazy("Answer to the sender"), rows=10)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"))
    publish = forms.BooleanField(
        label=gettext_lazy("Prepare it for the question column"),
        required=False,
        help_text=gettext_lazy("Makes a draft without personal data, which you check before it is published."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["outcome"].choices = [(each.value, each.label) for each in ANSWER_OUTCOMES]  # type: ignore[attr-defined]
        self.initial["outcome"] = Outcome.SOLVED if self.case.kind == Kind.REPORT else Outcome.ANSWERED
        self.initial["text"] = panels.initial_answer(self.case, self.actor)

    def perform(self) -> None:
        actions.answer(
            self.case, text=self.cleaned_data["text"], outcome=self.cleaned_data["outcome"], actor=self.actor
        )


class ExtendForm(CaseForm):
    until = forms.DateField(label=gettext_lazy("New deadline"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    reason = reason_field(gettext_lazy("Reason, told to the sender"))

    def prepare(self) -> None:
        self.latest = longest_extension(self.case)
        if self.latest is not None:
            self.initial["until"] = self.latest
            self.fields["until"].help_text = _("At the latest %(day)s.") % {"day": f"{self.latest:%d.%m.%Y}"}
            self.fields["until"].widget.attrs["max"] = self.latest.isoformat()

    def perform(self) -> None:
        actions.extend(
            self.case, until=self.cleaned_data["until"], reason=self.cleaned_data["reason"], actor=self.actor
        )


class SuspendForm(CaseForm):
    reason = reason_field(gettext_lazy("Reason, told to the sender"))

    def perform(self) -> None:
        actions.suspend(self.case, reason=self.cleaned_data["reason"], actor=self.actor)


class ResumeForm(CaseForm):
    def perform(self) -> None:
        actions.resume(self.case, actor=self.actor)


class ForwardForm(CaseForm):
    to = forms.CharField(label=gettext_lazy("To which body"), max_length=200)
    reason = reason_field(gettext_lazy("Reason, told to the sender"))

    def perform(self) -> None:
        actions.forward_outside(
            self.case, to=self.cleaned_data["to"], reason=self.cleaned_data["reason"], actor=self.actor
        )


class MergeForm(CaseForm):
    into = forms.CharField(
        label=gettext_lazy("Number of the case that stays"),
        max_length=20,
        help_text=gettext_lazy("Type the number or words of the case."),
    )

    def prepare(self) -> None:
        address = reverse("cases_desk:cases_to_join", args=[self.case.number])
        self.fields["into"].widget.attrs |= {"data-suggest-url": address}

    def clean_into(self) -> Case:
        number = self.cleaned_data["into"].strip()
        target = find_case(number, self.actor)
        if target is None:
            raise ValidationError(_("There is no case %(number)s.") % {"number": number})
        if target.pk == self.case.pk:
            raise ValidationError(_("A case cannot be joined to itself."))
        return target

    def lock(self) -> None:
        actions.lock_for_merge(self.case, self.cleaned_data["into"])

    def perform(self) -> None:
        actions.merge(self.case, into=self.cleaned_data["into"], actor=self.actor)


class CloseForm(CaseForm):
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"))
    text = long_text(gettext_lazy("What the sender is told"), rows=5)

    def prepare(self) -> None:
        self.fields["outcome"].choices = [(each.value, each.label) for each in CLOSE_OUTCOMES]  # type: ignore[attr-defined]

    def perform(self) -> None:
        actions.close(self.case, outcome=self.cleaned_data["outcome"], text=self.cleaned_data["text"], actor=self.actor)


class ReopenForm(CaseForm):
    reason = reason_field(gettext_lazy("Reason"))

    def perform(self) -> None:
        actions.reopen(self.case, reason=self.cleaned_data["reason"], actor=self.actor)


class ReleaseForm(CaseForm):
    """Shows a photo to the public."""

    keeps_order = False
    attachment = forms.ModelChoiceField(None, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["attachment"].queryset = self.case.attachments.all()  # type: ignore[attr-defined]

    def perform(self) -> None:
        actions.release_attachment(self.cleaned_data["attachment"], actor=self.actor)


class WithdrawForm(ReleaseForm):
    """Hides a photo from the public again."""

    def perform(self) -> None:
        actions.withdraw_attachment(self.cleaned_data["attachment"], actor=self.actor)
