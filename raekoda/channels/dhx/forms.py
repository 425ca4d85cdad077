"""The form in which an official writes a document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from raekoda.casework.cases.models import Attachment, Case
from raekoda.channels.dhx import queries
from raekoda.channels.dhx.actions import Letter
from raekoda.channels.dhx.actions.writing import LETTER, MAX_KIND, MAX_TITLE
from raekoda.channels.dhx.capsule import Restriction
from raekoda.channels.dhx.models import Document, Participant, Route
from raekoda.platform.core.clock import today
from raekoda.platform.core.files import PreparedFile, UnsafeFile, prepare_attachment
from raekoda.platform.core.forms import PhotosField
from raekoda.platform.core.uploads import require_space

MAX_FILES = 10
PUBLIC, RESTRICTED = "public", "restricted"
DATE_INPUT = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class MultipleFileInput(forms.ClearableFileInput):
    """Several files of any type; the type is detected from the content."""

    allow_multiple_selected = True


class LetterForm(forms.Form):
    """A letter with its files: recipient, route, access."""

    route = forms.ChoiceField(
        label=gettext_lazy("Way"),
        choices=[
            (Route.DHX, gettext_lazy("straight to the authority, by document exchange")),
            (Route.FOLDER, gettext_lazy("to the document system, which registers it and sends it on")),
        ],
        widget=forms.RadioSelect,
    )
    participant = SafeModelChoiceField(
        label=gettext_lazy("Authority"),
        queryset=Participant.objects.none(),
        required=False,
        empty_label="–",
        help_text=gettext_lazy(
            "Needed for document exchange. Whoever is missing is added to the address book by the administrator."
        ),
    )
    kind = forms.CharField(label=gettext_lazy("Type of document"), max_length=MAX_KIND, initial=LETTER)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=MAX_TITLE)
    text = forms.CharField(
        label=gettext_lazy("Letter"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy("It becomes a document with the letterhead of the authority."),
    )  # fmt: skip
    attachments = SafeModelMultipleChoiceField(
        label=gettext_lazy("Files of the case"), queryset=Attachment.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    uploads = PhotosField(label=gettext_lazy("Other files"), required=False, most=MAX_FILES, widget=MultipleFileInput())
    reply_due = forms.DateField(label=gettext_lazy("Answer awaited by"), required=False, widget=DATE_INPUT)
    access = forms.ChoiceField(
        label=gettext_lazy("Who may see it"),
        choices=[(PUBLIC, gettext_lazy("public")), (RESTRICTED, gettext_lazy("for internal use"))],
        widget=forms.RadioSelect,
        initial=PUBLIC,
    )
    basis = forms.CharField(
        label=gettext_lazy("Legal basis of the restriction"), required=False, max_length=500,
        help_text=gettext_lazy("For example: AvTS § 35 lg 1 p 12"),
    )  # fmt: skip
    ends = forms.DateField(label=gettext_lazy("Last day of the restriction"), required=False, widget=DATE_INPUT)

    def __init__(self, case: Case | None, owner: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.fields["participant"].queryset = queries.participants()  # type: ignore[attr-defined]
        files = Attachment.objects.filter(case=case) if case else Attachment.objects.none()
        if case is None or not files.exists():
            del self.fields["attachments"]
        else:
            self.fields["attachments"].queryset = files  # type: ignore[attr-defined]
        self.prepared: list[PreparedFile] = []

    def clean_uploads(self) -> list[Any]:
        uploads = self.cleaned_data["uploads"]
        if len(uploads) > MAX_FILES:
            raise forms.ValidationError(_("At most %(count)s files can be sent at once.") % {"count": MAX_FILES})
        try:
            require_space()
            self.prepared = [prepare_attachment(upload) for upload in uploads]
        except UnsafeFile as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return uploads

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("route") == Route.DHX and not values.get("participant"):
            self.add_error("participant", _("Choose an authority of the address book."))
        if values.get("access") == RESTRICTED:
            if not values.get("basis"):
                self.add_error("basis", _("Write the legal basis of the restriction."))
            if "ends" not in self.errors and (not values.get("ends") or values["ends"] < today()):
                self.add_error("ends", _("Give the last day of the restriction, today or later."))
        return values

    def letter(self, reply_to: Document | None = None) -> Letter:
        """The letter of a valid form."""
        values = self.cleaned_data
        restrictions = (Restriction(today(), values["ends"], values["basis"], self.owner),)
        files = [_stored_file(attachment) for attachment in values.get("attachments", ())]
        return Letter(
            title=values["title"], text=values["text"], kind=values["kind"], files=(*files, *self.prepared),
            restrictions=restrictions if values["access"] == RESTRICTED else (), reply_due=values["reply_due"],
            reply_to=reply_to,
        )  # fmt: skip


def _stored_file(attachment: Attachment) -> PreparedFile:
    with attachment.file.open("rb") as file:
        return PreparedFile(attachment.name, file.read(), attachment.content_type)
