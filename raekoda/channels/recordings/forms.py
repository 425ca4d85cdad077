"""Forms of the staff pages: upload and proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, pgettext_lazy

from raekoda.casework.answers.actions import LONGEST
from raekoda.channels.recordings.models import Proposal
from raekoda.channels.recordings.questions import make_title
from raekoda.platform.core.forms import PhotosField

MOST_FILES = 20


class Files(forms.ClearableFileInput):
    """Input for several files."""

    allow_multiple_selected = True


class UploadForm(forms.Form):
    """Upload of files by an official."""

    uploads = PhotosField(
        label=gettext_lazy("Files"),
        most=MOST_FILES,
        widget=Files(),
        help_text=gettext_lazy("Audio: wav, mp3, ogg, flac. Letters: pdf, docx, eml, txt. At most 20 at once."),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("The callers or writers agreed that answers for all are made of it"), required=False
    )
    reference = forms.CharField(
        label=gettext_lazy("Your reference"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("For example the number of the call in your phone exchange. Nothing about the person."),
    )

    def clean_uploads(self) -> list[Any]:
        uploads = self.cleaned_data["uploads"]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(gettext_lazy("Hand in at most 20 files at once."))
        return uploads


class ProposalForm(forms.Form):
    """A draft answer, prefilled from a proposal."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST["title"],
        help_text=gettext_lazy("As a person would ask it, in one line."),
    )
    question = forms.CharField(
        label=pgettext_lazy("what was asked", "Question"),
        max_length=LONGEST["question"],
        widget=forms.Textarea({"rows": 3}),
    )
    answer = forms.CharField(
        label=pgettext_lazy("what was answered", "Answer"),
        max_length=LONGEST["answer"],
        widget=forms.Textarea({"rows": 5}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        initial = {
            "title": make_title(proposal.question),
            "question": proposal.question,
            "answer": proposal.reply,
            "language": proposal.language,
        }
        super().__init__(data, initial=initial, prefix=f"p{proposal.pk}")
