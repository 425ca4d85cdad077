"""The letters of this room that a municipality may word."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.letters.wording import LetterContext, LetterKind, Variable
from raekoda.channels.notices.showing import when

TALLINN = ZoneInfo("Europe/Tallinn")
MUNICIPALITY = Variable(gettext_lazy("name of the municipality"), lambda words: words["municipality"].name)


def specimen() -> LetterContext:
    """A made-up letter: its values are seen in previews and nowhere else."""
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
        "title": Variable(gettext_lazy("title of the notice"), lambda words: words["notice"].title),
        "text": Variable(gettext_lazy("text of the notice"), lambda words: words["notice"].text),
        "when": Variable(gettext_lazy("when it is"), lambda words: when(words["notice"])),
        "place": Variable(gettext_lazy("where it is"), lambda words: words["notice"].place),
        "link": Variable(gettext_lazy("link to the notice"), lambda words: words["notice_url"]),
        "municipality": MUNICIPALITY,
    },
    ("text", "link"),
    specimen,
)
CONFIRM = LetterKind(
    "notices/confirm",
    gettext_lazy("Confirm a subscription to notices"),
    {
        "confirm_link": Variable(gettext_lazy("link that confirms"), lambda words: words["confirm_url"]),
        "municipality": MUNICIPALITY,
    },
    ("confirm_link",),
    specimen,
)
