"""A municipality's own words for letters: text with ``{names}`` from an allow-list in place of a built-in template.

No template language: a name that the letter does not know is refused when the words are kept, and nothing is ever run.
Each app says of its letters which names they know (``letter_kinds``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from raekoda.casework.letters.models import Wording
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.registry import Registry

NAME = re.compile(r"\{([a-z_]+)\}")
LONGEST_VALUE = 20_000
Words = dict[str, Any]


@dataclass(frozen=True)
class Variable:
    """A ``{name}``: what it stands for, and its value in a letter."""

    label: Any
    value: Callable[[Words], str]


@dataclass(frozen=True)
class LetterKind:
    """A letter that may be worded anew. ``needed`` names stand in it always; ``specimen`` gives a made-up letter's context."""

    name: str
    label: Any
    variables: Mapping[str, Variable]
    needed: tuple[str, ...]
    specimen: Callable[[], Words] = field(repr=False)


@dataclass(frozen=True)
class WordingError(Exception):
    """Words that cannot be kept; the text is for people."""

    field: str
    message: str


letter_kinds: Registry[LetterKind] = Registry(
    f"{__name__}.letter_kinds", LetterKind, "Letters that a municipality may word anew", key=lambda kind: kind.name
)


def _by_letter(municipality_id: int) -> dict[tuple[str, str], Wording]:
    rows = Wording.objects.filter(municipality=municipality_id)
    return {(wording.name, wording.language): wording for wording in rows}


own_wordings = MunicipalityCache("wordings", _by_letter, Wording)


def own(municipality: Municipality, name: str, language: str) -> Wording | None:
    """The municipality's own words for a letter; None where the built-in ones hold. Needs its scope."""
    return own_wordings.get(municipality.pk).get((name, language)) if name in letter_kinds else None


def written(wording: Wording, name: str, municipality: Municipality, context: Words) -> tuple[str, str]:
    """Subject and text of a letter in the municipality's own words."""
    values = values_of(letter_kinds[name], municipality, context)
    return filled(wording.subject, values), filled(wording.body, values)


def values_of(kind: LetterKind, municipality: Municipality, context: Words) -> dict[str, str]:
    """What each ``{name}`` of the letter stands for; empty for what this very letter does not have."""
    given = {**context, "municipality": municipality}
    values = {name: variable.value(given) for name, variable in kind.variables.items()}
    return {name: str(value or "")[:LONGEST_VALUE] for name, value in values.items()}


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every known ``{name}`` replaced, once: braces within a value stay as they are."""
    return NAME.sub(lambda found: values.get(found[1], found[0]), text)


def check(kind: LetterKind, subject: str, body: str) -> None:
    """Raises :class:`WordingError` for a name that the letter does not know, and for one it cannot do without."""
    for where, text in (("subject", subject), ("body", body)):
        unknown = [name for name in NAME.findall(text) if name not in kind.variables]
        if unknown:
            told = _("{%(name)s} is not known in this letter. The names below it are.")
            raise WordingError(told % {"name": unknown[0]}, where)
    for name in kind.needed:
        if name not in NAME.findall(body):
            raise WordingError(_("The letter cannot do without {%(name)s}.") % {"name": name}, "body")
