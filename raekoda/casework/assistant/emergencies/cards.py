"""The card for a situation: what to do and whom to call, in the language of the question."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.assistant.emergencies.detection import Situation, detect
from raekoda.casework.assistant.models import HelpLine
from raekoda.platform.core import clock
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import detect_language


@dataclass(frozen=True)
class Line:
    """A phone number with its name."""

    number: str
    name: str

    @property
    def url(self) -> str:
        return f"tel:{self.number.replace(' ', '')}"


@dataclass(frozen=True)
class Card:
    """What to do in a situation and the numbers to call, the first one first."""

    situation: str
    language: str
    title: str
    advice: str
    lines: tuple[Line, ...]

    @property
    def sentences(self) -> list[str]:
        """The card as plain sentences."""
        return [f"{self.title}.", self.advice, *(f"{line.number}: {line.name}." for line in self.lines)]


def card_for(text: str, language: str) -> Card | None:
    """The card for what ``text`` tells of, None for no emergency. ``language`` is that of the page."""
    situation = detect(text)
    if situation is None:
        return None
    written_in = detect_language(text, default=language)
    with override(written_in):
        title, advice = _words(situation)
    return Card(situation.value, written_in, title, advice, _lines(situation, written_in))


def _words(situation: Situation) -> tuple[str, str]:
    call = _("If somebody's life or health is in danger, call 112 now. The call is free.")
    return {
        Situation.DANGER: (_("Call 112 now"), _("We are not an emergency service and cannot send help: 112 can.")),
        Situation.DISTRESS: (
            _("You do not have to be alone with this"),
            " ".join((_("Call and talk to somebody."), call)),
        ),
        Situation.CHILD: (_("A child can be helped at once"), call),
        Situation.VIOLENCE: (_("Nobody may hurt you"), call),
    }[situation]


def _lines(situation: Situation, language: str) -> tuple[Line, ...]:
    """The lines in force for a situation; a municipality's row replaces the common one of the same number."""
    today, found = clock.today(), dict[str, HelpLine]()
    in_force = [row for row in _cache.get(current().pk) if row.holds_on(today)]
    for row in sorted(in_force, key=lambda row: (row.municipality_id is not None, row.valid_from)):
        found[row.number.replace(" ", "")] = row
    shown = sorted(found.values(), key=lambda row: (row.order, row.pk))
    return tuple(
        Line(row.number, getattr(row, f"name_{language}")) for row in shown if situation in row.situations.split()
    )


def _rows(municipality_id: int) -> tuple[HelpLine, ...]:
    return tuple(HelpLine.objects.filter(Q(municipality=None) | Q(municipality=municipality_id)))


_cache = MunicipalityCache("help-lines", _rows, HelpLine)
