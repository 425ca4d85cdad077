"""Letters of this app whose texts a municipality can change."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.letters.wording import LetterContext, LetterKind, Variable
from raekoda.channels.notices.presenters import format_when

TALLINN = ZoneInfo("Europe/Tallinn")
MUNICIPALITY = Variable(gettext_lazy("name of the municipality"), lambda context: context["municipality"].name)


def sample_context() -> LetterContext:
    """Sample context for previews."""
    notice = SimpleNamespace(
        title=_("Näidise street is closed"), text=_("The water pipes are being renewed. Please use Proovi street."),
        kind="works", starts_at=datetime(2026, 9, 17, 8, tzinfo=TALLINN), ends_at=None, place=_("Näidise street"), url="",
    )  # fmt: skip
    return {
        "notice": notice,
        "notice_url": "https://www.example.ee/teadaanded/naide/",
        "confirm_url": "https://www.example.ee/tellimus/naide/kinnita/",
        "manage_url": "https://www.example.ee/tellimus/naide/",
        "leave_url": "https://www.example.ee/tellimus/naide/loobu/",
    }


NOTICE = LetterKind(
    "notices/notice",
    gettext_lazy("A notice to subscribers"),
    {
        "title": Variable(gettext_lazy("title of the notice"), lambda context: context["notice"].title),
        "text": Variable(gettext_lazy("text of the notice"), lambda context: context["notice"].text),
        "when": Variable(gettext_lazy("when it is"), lambda context: format_when(context["notice"])),
        "place": Variable(gettext_lazy("where it is"), lambda context: context["notice"].place),
        "link": Variable(gettext_lazy("link to the notice"), lambda context: context["notice_url"]),
        "municipality": MUNICIPALITY,
    },
    ("text", "link"),
    sample_context,
)
CONFIRM = LetterKind(
    "notices/confirm",
    gettext_lazy("Confirm a subscription to notices"),
    {
        "confirm_link": Variable(gettext_lazy("link that confirms"), lambda context: context["confirm_url"]),
        "municipality": MUNICIPALITY,
    },
    ("confirm_link",),
    sample_context,
)
