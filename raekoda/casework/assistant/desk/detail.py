"""The page of a group: questions, months, history, effect of the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from raekoda.casework.assistant.desk import bars
from raekoda.casework.assistant.models import Gap
from raekoda.casework.assistant.unanswered import queries, statistics
from raekoda.casework.assistant.unanswered.actions import LONGEST_TITLE, PERMISSION
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.registry.services.models import Topic

QUESTIONS_AT_ONCE = 25
STEPS = {
    "assistant.rename_gap": (gettext_lazy("Named"), "pencil", "neutral"),
    "assistant.merge_gap": (gettext_lazy("Joined"), "merge", "neutral"),
    "assistant.move_question": (gettext_lazy("A question moved"), "move-right", "neutral"),
    "assistant.dismiss_gap": (gettext_lazy("Set aside"), "archive", "warning"),
    "assistant.reopen_gap": (gettext_lazy("Taken up again"), "rotate-ccw", "info"),
    "assistant.draft_from_gap": (gettext_lazy("Answer drafted"), "file-pen", "info"),
    "assistant.answer_gap": (gettext_lazy("Answer published"), "check", "success"),
    "assistant.unanswer_gap": (gettext_lazy("Answer withdrawn"), "archive", "warning"),
}


class NameForm(forms.Form):
    """Title and topic of a group."""

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=LONGEST_TITLE)
    topic = forms.ModelChoiceField(None, label=gettext_lazy("Topic"), required=False, empty_label="–")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.all()  # type: ignore[attr-defined]
        self.fields["topic"].hide_optional = True  # type: ignore[attr-defined]


@require_safe
@staff_page("assistant.view")
def gap(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a group; redirects from a merged one. A constant number of queries."""
    actor = Actor.of(request)
    found = get_object_or_404(queries.visible_to(actor).select_related("topic", "answer", "merged_into"), pk=pk)
    if found.state == Gap.State.MERGED and found.merged_into is not None:
        return redirect("assistant_desk:gap", found.merged_into.pk)
    return page(request, found)


def page(request: HttpRequest, found: Gap, form: NameForm | None = None) -> HttpResponse:
    """Render the page, with an invalid form if given."""
    from raekoda.casework.assistant.unanswered.grouping import nearest

    actor = Actor.of(request)
    months = statistics.months(found)
    may_manage = actor.may(PERMISSION, found)
    context = {
        "gap": found,
        "figures": statistics.figures_for([found], found.exchanges.all())[found.pk],
        "months": months,
        "bars": bars.draw(months),
        "effect": statistics.effect(found),
        "questions": keyset(found.exchanges.all(), request, order=("-asked_at", "-id"), size=QUESTIONS_AT_ONCE),
        "may_manage": may_manage,
        "form": form or NameForm(initial={"title": found.title, "topic": found.topic_id}),
        "others": nearest(found) if may_manage else [],
        "history": [
            {"at": line.at, "title": title, "icon": icon, "tone": tone, "text": line.reason}
            for line in history(found)
            for title, icon, tone in [STEPS[line.action]]
        ],
    }
    return render(request, "assistant/unanswered/gap.html", context)
