"""A municipality's own wording of letters: text with ``{placeholders}`` from an allow-list instead of a built-in template.

Not a template language: unknown placeholders are rejected when the wording is saved, and nothing is executed. Each app
registers its letters with their placeholders (``letter_kinds``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from raekoda.casework.letters.models import Wording
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.errors import DomainError
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.registry import Registry
from raekoda.platform.core.sentences import without_placeholder

NAME = re.compile(r"\{([a-z_]+)\}")
LONGEST_VALUE = 20_000
LetterContext = dict[str, Any]


@dataclass(frozen=True)
class Variable:
    """A ``{placeholder}``: its description, and its value in a letter."""

    label: Any
    value: Callable[[LetterContext], str]


@dataclass(frozen=True)
class LetterKind:
    """A letter that may be reworded. Its body must contain the ``required`` placeholders; ``sample_context`` gives the
    context of a sample letter."""

    name: str
    label: Any
    variables: Mapping[str, Variable]
    required: tuple[str, ...]
    sample_context: Callable[[], LetterContext] = field(repr=False)


class WordingError(DomainError):
    """Invalid wording; ``field`` is "subject" or "body"."""


letter_kinds: Registry[LetterKind] = Registry(
    f"{__name__}.letter_kinds", LetterKind, "Letters that a municipality may reword", key=lambda kind: kind.name
)


def _by_letter(municipality_id: int) -> dict[tuple[str, str], Wording]:
    rows = Wording.objects.filter(municipality=municipality_id)
    return {(wording.name, wording.language): wording for wording in rows}


own_wordings = MunicipalityCache("wordings", _by_letter, Wording)


def get_own_wording(municipality: Municipality, name: str, language: str) -> Wording | None:
    """The municipality's own wording of a letter; None when it uses the built-in one. Needs its scope."""
    return own_wordings.get(municipality.pk).get((name, language)) if name in letter_kinds else None


def render_wording(wording: Wording, name: str, municipality: Municipality, context: LetterContext) -> tuple[str, str]:
    """Subject and text of a letter in the municipality's own wording, without sentences about a day that is not promised."""
    values = placeholder_values(letter_kinds[name], municipality, context)
    body = wording.body if values.get("due", "-") else without_placeholder(wording.body, "{due}")
    return fill_placeholders(wording.subject, values), fill_placeholders(body, values)


def placeholder_values(kind: LetterKind, municipality: Municipality, context: LetterContext) -> dict[str, str]:
    """The value of each placeholder of the letter; empty when this letter does not have it."""
    full_context = {**context, "municipality": municipality}
    values = {name: variable.value(full_context) for name, variable in kind.variables.items()}
    return {name: str(value or "")[:LONGEST_VALUE] for name, value in values.items()}


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """``text`` with every known placeholder replaced, once: braces within a value are left unchanged."""
    return NAME.sub(lambda found: values.get(found[1], found[0]), text)


def validate(kind: LetterKind, subject: str, body: str) -> None:
    """Raises :class:`WordingError` for an unknown placeholder, and for a missing one that is required."""
    for where, text in (("subject", subject), ("body", body)):
        unknown = [name for name in NAME.findall(text) if name not in kind.variables]
        if unknown:
            message = _("{%(name)s} is not known in this letter. The names below it are.")
            raise WordingError(message % {"name": unknown[0]}, where)
    for name in kind.required:
        if name not in NAME.findall(body):
            raise WordingError(_("The letter cannot do without {%(name)s}.") % {"name": name}, "body")
