"""Letters whose text a municipality may customise."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.letters.wording import LetterContext, LetterKind, Variable

WHEN = Variable(gettext_lazy("when it is"), lambda context: context["when"])
WHAT = Variable(gettext_lazy("what is booked"), lambda context: context["booking"].resource.name)
UNTIL = Variable(gettext_lazy("until when the time is held"), lambda context: context["until"])
LINK = Variable(gettext_lazy("link to the booking"), lambda context: context["url"])
MUNICIPALITY = Variable(gettext_lazy("name of the municipality"), lambda context: context["municipality"].name)


def sample_context() -> LetterContext:
    """Sample values for previews."""
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
    sample_context,
)
