"""Which requests must not notice hidden cases, and what is left out, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from raekoda.casework.cases.models import Case
from raekoda.platform.core.tenancy import municipality_scope
from tests.access.asking import Asked, sent
from tests.access.open_paths import MACHINES, OF_SOMEBODY, SHOWN, addresses
from tests.access.samples import address, samples
from tests.access.town import Town, permission_of, views
from tests.access.worlds import Asker

LEFT_OUT = {
    "toolaud/valju/": "signs out",
    "valju/": "signs out",
    "sisene/": "signing in knows nothing of cases",
    "testpank/": "a bank for practice, not of the installation",
    "toolaud/seaded/kinnitus/": "one's own second factor: a new secret at every request",
    "toolaud/parool/<": "the link of a letter to who forgot a password",
    "pildid/": "pictures of pages: Wagtail's own, without relation to cases",
    "_util/": "Wagtail's own: passwords of pages",
}
"""Beginnings of paths that are not asked."""

SUMMARIES = {
    "toolaud/juhtum/<str:number>/": "who answers the phone or may break the glass learns by the exact number where the case is",
}
"""Paths that may tell of a hidden case to those with ``cases.find_by_number``."""

AGGREGATES = {
    "api/v1/statistics": "counts of all cases of the municipality by month; groups of a few are left out",
    "toolaud/ulevaade/": "figures of the whole municipality for those who analyse; groups of a few are left out",
    "toolaud/telefon/arvud/": "numbers and times of all calls of the municipality, without their content",
    "toolaud/telefon/arvud.csv": "the same as a table",
}
"""Paths that show counts over everything, and may."""

ALLOWED: dict[str, str] = {}
"""Other paths whose answers may depend on hidden cases, with the reason."""

KNOWN: dict[str, str] = {}
"""Paths that leak, with the day on which that was found and what differs. One that leaks no more fails the test."""

TABS = ("mine", "unit", "unassigned", "waiting", "open", "closed", "all")
SEARCHED = {
    "toolaud/": ("tab=all&q={number}", "tab=all&q={email}", "tab=all&q={phone}", *(f"tab={tab}" for tab in TABS)),
    "toolaud/valjavote.csv": ("tab=all", "tab=all&q={email}"),
    "toolaud/kaart.geojson": ("tab=all", "tab=all&bbox=25,58,28,59"),
    "toolaud/juhtum/<str:number>/otsi/": ("q={number}", "q={email}", "q={phone}"),
    "toolaud/otsi/": ("q={number}", "q={email}", "q={phone}"),
    "toolaud/dokumendid/uus/": ("juhtum={number}",),
    "toolaud/kirjad/": ("juhtum={number}", "status=sent"),
    "otsi/": ("q={number}", "q={email}"),
}
"""Further queries of a path, with what is filled in from a hidden case."""

EVERYWHERE = "q={word}&tab=all&juhtum={number}&valmis={number}&days=365"
"""A query that every path is asked with: the parameters that find cases, filled in from a hidden one."""

SENT = {
    "toolaud/telefon/otsi/": ({"text": "{word}"},),
    "toolaud/telefon/helistaja/": ({"phone": "{phone}"}, {"email": "{email}"}),
    "toolaud/telefon/vastus/": ({"text": "{word}"},),
    "toolaud/juhtum/<str:number>/<slug:name>/": ({"into": "{number}", "reason": "Sama."},),
    "toolaud/saabunud/<str:ref>/lisa/": ({"number": "{number}"},),
    "toolaud/telefon/kone/<str:ref>/": ({"do": "search", "text": "{word}"},),
    "toolaud/vastused/mustand/<str:number>/": ({},),
    "toolaud/soovitused/juhtum/<str:number>/mustand/": ({},),
    "toolaud/juhtum/<str:number>/saatja/": ({},),
    "kysi/vihjed/": ({"text": "{word}"},),
}
"""What is sent by POST to search or to find out whether a hidden case is there."""
NAMES = {"toolaud/juhtum/<str:number>/<slug:name>/": "liidan"}
"""The last part of a path that is sent to, where it names an action."""


@dataclass(frozen=True)
class Clues:
    """What somebody who has heard of a hidden case may search for."""

    word: str
    number: str
    email: str
    phone: str

    def fill(self, text: str) -> str:
        return text.format(**vars(self))


def clues(hidden: frozenset[int]) -> Clues:
    """Clues of the newest hidden case of a known sender."""
    cases = Case.objects.filter(pk__in=hidden).select_related("contact")
    case = cases.exclude(contact=None).exclude(contact__email="").order_by("-pk").first() or cases.latest("pk")
    word = max(case.subject.split(), key=len).strip(".,?!&=+")
    contact = case.contact
    return Clues(word, case.number, contact.email if contact else "a@b.ee", contact.phone if contact else "5550001")


def requests(town: Town, asker: Asker, part: tuple[int, int]) -> Iterator[list[Asked]]:
    """All requests of the asker by path; ``part`` (k, n): to every n-th path alone, beginning with the k-th, and of paths
    with a key without searches."""
    known = [samples(town.mari, town.child, cases) for cases in (asker.readable, asker.hidden)]
    guards = {path: permission_of(view) for path, view in views() if asker.area and path.startswith(asker.area)}
    wanted = {path: list(dict.fromkeys(address(path, keys) for keys in known)) for path in guards}
    if not asker.area:
        wanted = _public(asker)
    with municipality_scope(asker.municipality):
        closed = {path for path, guard in guards.items() if guard is not None and not asker.actor.may(guard)}
    clue = clues(asker.hidden)
    for path in sorted(path for path in wanted if not _is_left_out(path))[part[0] :: part[1]]:
        yield (
            [Asked(path, wanted[path][0])] if path in closed else list(_of_path(path, wanted[path], clue, part[1] == 1))
        )


def _of_path(path: str, places: list[str], clue: Clues, is_thorough: bool) -> Iterator[Asked]:
    for place in places:
        where, _, query = place.partition("?")
        general = [EVERYWHERE] if not query and (is_thorough or "<" not in path) else []
        for more in dict.fromkeys((query, *general, *SEARCHED.get(path, ()))):
            yield Asked(path, where, clue.fill(more))
        for values in SENT.get(path, ()):
            filled = {name: clue.fill(value) for name, value in values.items()}
            yield Asked(path, where.replace("/vastan/", f"/{NAMES.get(path, 'vastan')}/"), "", sent(**filled))


def may_tell(asker: Asker, asked: Asked) -> bool:
    """Whether the answer may depend on hidden cases."""
    if asked.path in SUMMARIES:
        hidden_number = asked.address.strip("/").rpartition("/")[2].rpartition("-")[2]
        by_number = asker.actor.may("cases.find_by_number")
        return by_number and hidden_number.isdecimal() and int(hidden_number) in asker.hidden
    return asked.path in AGGREGATES or asked.path in ALLOWED


def _public(asker: Asker) -> dict[str, list[str]]:
    """Paths that need no signing in, with addresses of what is readable and of what is hidden."""
    found: dict[str, list[str]] = defaultdict(list)
    for cases in (asker.readable, asker.hidden):
        for table in (SHOWN, OF_SOMEBODY):
            for path, place in zip(table, addresses(table, cases), strict=True):
                found[path] += [place] if place not in found[path] else []
    return found


def _is_left_out(path: str) -> bool:
    return path in MACHINES or path.startswith(tuple(LEFT_OUT))
