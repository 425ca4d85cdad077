"""The letters of this room that a municipality may word."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.letters.wording import LetterContext, LetterKind, Variable

WHEN = Variable(gettext_lazy("when it is"), lambda words: words["when"])
WHAT = Variable(gettext_lazy("what is booked"), lambda words: words["booking"].resource.name)
UNTIL = Variable(gettext_lazy("until when the time is held"), lambda words: words["until"])
LINK = Variable(gettext_lazy("link to the booking"), lambda words: words["url"])
MUNICIPALITY = Variable(gettext_lazy("name of the municipality"), lambda words: words["municipality"].name)


def specimen() -> LetterContext:
    """A made-up letter: its values are seen in previews and nowhere else."""
    resource = SimpleNamespace(name=_("Hall of Näidise house"), terms="", address=_("Näidise street"))
    return {
        "booking": SimpleNamespace(resource=resource, needs_word=True, offered_to=None, way="", note=""),
        "when": "17.09.2026 10.00–12.00",
        "until": "16.09.2026 18.00",
        "price": "",
        "url": "https://www.example.ee/broneering/naide/",
        "what": "word",
    }


WORD = LetterKind(
    "bookings/word",
    gettext_lazy("Confirm a booking"),
    {"link": LINK, "when": WHEN, "resource": WHAT, "until": UNTIL, "municipality": MUNICIPALITY},
    ("link",),
    specimen,
)
