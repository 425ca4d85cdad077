"""Filters of the list, read from the query string."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from raekoda.casework.assistant.models import AskChannel, Exchange, Gap
from raekoda.casework.assistant.unanswered import queries
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.models import Topic

MOST_ASKED = ("-asked", "-id")
NEWEST = ("-last_asked_at", "-id")
ANY = [("", gettext_lazy("All"))]
TABS = [
    ("", Gap.State.OPEN, gettext_lazy("Without an answer")),
    ("vastatud", Gap.State.ANSWERED, gettext_lazy("Answered")),
    ("korvale", Gap.State.DISMISSED, gettext_lazy("Set aside")),
]
PERIODS = [
    ("30", gettext_lazy("last 30 days")),
    ("90", gettext_lazy("last 90 days")),
    ("365", gettext_lazy("last 365 days")),
]


class GapFilter(forms.Form):
    """Period, channel, language, topic and order."""

    days = forms.ChoiceField(label=gettext_lazy("Period"), required=False, choices=[*ANY, *PERIODS])
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False, choices=[*ANY, *AskChannel.choices])
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, choices=[*ANY, *settings.LANGUAGES])
    topic = forms.ModelChoiceField(None, label=gettext_lazy("Topic"), required=False, empty_label=gettext_lazy("All"))
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[("", gettext_lazy("most asked first")), ("newest", gettext_lazy("last asked first"))],
    )

    def __init__(self, data: QueryDict, gaps: QuerySet[Gap]) -> None:
        super().__init__(data)
        self.fields["topic"].queryset = Topic.objects.filter(Exists(gaps.filter(topic=OuterRef("pk"))))  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined]
        self.full_clean()

    def chosen(self) -> dict[str, str]:
        """The valid values, as in the query string."""
        return {name: self.data[name] for name in self.cleaned_data if self.data.get(name)}


@dataclass(frozen=True)
class Listed:
    """The filtered groups, and the questions over which they are counted."""

    form: GapFilter
    tab: str
    state: str
    gaps: QuerySet[Gap]
    questions: QuerySet[Exchange]
    since: datetime | None
    order: tuple[str, ...]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.form.chosen().keys() - {"order"})

    @property
    def address(self) -> str:
        """The query string of the list, for the export link."""
        chosen = self.form.chosen() | ({"seis": self.tab} if self.tab else {})
        return urlencode(chosen)


def gap_list(data: QueryDict, actor: Actor) -> Listed:
    """Visible groups of one state, filtered; invalid parameters are ignored."""
    visible = queries.visible_to(actor)
    tab, state, _label = next((each for each in TABS if each[0] == data.get("seis")), TABS[0])
    form = GapFilter(data, visible.filter(state=state))
    given: dict[str, Any] = form.cleaned_data
    since = clock.now() - timedelta(days=int(given["days"])) if given.get("days") else None
    same = {name: given[name] for name in ("channel", "language") if given.get(name)}
    questions = Exchange.objects.filter(**same)
    gaps = visible.filter(state=state).select_related("topic", "answer")
    if given.get("topic"):
        gaps = gaps.filter(topic=given["topic"])
    if same or since:
        asked = questions.filter(queries.unhelpful(), gap=OuterRef("pk"))
        gaps = gaps.filter(Exists(asked.filter(asked_at__gte=since) if since else asked))
    order = NEWEST if given.get("order") == "newest" else MOST_ASKED
    return Listed(form, tab, state, gaps, questions, since, order)
