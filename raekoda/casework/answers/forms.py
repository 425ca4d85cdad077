"""The form for editing an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, pgettext_lazy

from raekoda.casework.answers.actions import LONGEST
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.identity.accounts.models import Unit
from raekoda.registry.services.models import Topic
from raekoda.registry.services.queries import published


class AnswerForm(forms.Form):
    """All fields of an answer that staff edit."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST["title"],
        help_text=gettext_lazy("As a person would ask it, in one line."),
    )
    question = forms.CharField(
        label=pgettext_lazy("what was asked", "Question"),
        max_length=LONGEST["question"],
        widget=forms.Textarea({"rows": 6}),
    )
    answer = forms.CharField(
        label=pgettext_lazy("what was answered", "Answer"),
        max_length=LONGEST["answer"],
        widget=forms.Textarea({"rows": 12}),
    )
    topic = forms.ModelChoiceField(None, label=gettext_lazy("Topic"), required=False)
    service = forms.ModelChoiceField(None, label=gettext_lazy("Service"), required=False)
    unit = forms.ModelChoiceField(None, label=gettext_lazy("Answered by"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, answer: PublishedAnswer | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: _value(answer, name) for name in self.base_fields} if answer else {})
        super().__init__(*args, **kwargs)
        choices = {
            "topic": Topic.objects.all(),
            "service": published().order_by("name"),
            "unit": Unit.objects.filter(is_active=True),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
            self.fields[name].hide_optional = True  # type: ignore[attr-defined]
            self.fields[name].empty_label = "–"  # type: ignore[attr-defined]


def _value(answer: PublishedAnswer, name: str) -> Any:
    """The stored value of a field; the key of a related record."""
    return getattr(answer, f"{name}_id", None) if hasattr(answer, f"{name}_id") else getattr(answer, name)
