"""Columns of the table and conversion between cells and values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.platform.core import numbers
from raekoda.platform.core.text import clean_text as clean_typed_text
from raekoda.registry.services.models import Channel, ChannelYear, LegalBasis, Service

LANGUAGES = ("et", "en", "ru")
YES = {"1", "true", "yes", "y", "x", "jah", "j", "да", "д"}
NO = {"", "0", "false", "no", "n", "ei", "e", "нет", "н"}
MAX_CELL_LENGTH = 30_000


class InvalidCell(ValueError):
    """A cell that cannot be parsed; the message is shown to the user."""


def clean_text(value: Any) -> str:
    """A cell's text without control characters, with ``\\n`` as line ends."""
    return clean_typed_text(str(value if value is not None else "").replace("_x000D_", ""))


def parse_text(value: Any) -> str:
    text = clean_text(value)
    if len(text) > MAX_CELL_LENGTH:
        raise InvalidCell(_("The text is longer than %(most)d characters.") % {"most": MAX_CELL_LENGTH})
    return text


def parse_bool(value: Any) -> bool:
    text = clean_text(value).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise InvalidCell(_("“%(value)s” is neither yes nor no.") % {"value": text[:40]})


def parse_integer(value: Any) -> int | None:
    number = parse_decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) > 2_000_000_000:
        raise InvalidCell(_("“%(value)s” is no whole number.") % {"value": clean_text(value)[:40]})
    return int(number)


def parse_decimal(value: Any) -> Decimal | None:
    try:
        return numbers.parse(value)
    except numbers.NotANumber as error:
        raise InvalidCell(str(error)) from error


def choice_parser(choices: Any) -> Callable[[Any], str]:
    """A parser of a code, or its label in any language of the site."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {str(label).casefold(): code for code, label in choices}
    known |= {code.casefold(): code for code, _label in choices}

    def parse(value: Any) -> str:
        text = clean_text(value)
        if text and text.casefold() not in known:
            codes = ", ".join(code for code, _label in choices)
            raise InvalidCell(
                _("“%(value)s” is not known. Use one of: %(codes)s.") % {"value": text[:40], "codes": codes}
            )
        return known[text.casefold()] if text else ""

    return parse


def list_parser(parse_item: Callable[[Any], str]) -> Callable[[Any], list[str]]:
    """A parser of several values separated by semicolons."""

    def parse(value: Any) -> list[str]:
        parts = [part for part in re.split(r"[;\n]", clean_text(value)) if part.strip()]
        return list(dict.fromkeys(parse_item(part) for part in parts))

    return parse


@dataclass(frozen=True)
class Column:
    """A column: its header, its label, the parser of its cells."""

    name: str
    label: str
    parse: Callable[[Any], Any]
    is_internal: bool = False

    def write(self, value: Any) -> str | int | Decimal:
        """The cell of a value: lists with semicolons, booleans as "jah" and "ei"."""
        if isinstance(value, bool):
            return "jah" if value else "ei"
        if isinstance(value, list):
            return "; ".join(str(item) for item in value)
        if isinstance(value, int | Decimal):
            return value
        return clean_text(value)


def _field_column(model: type[Any], name: str, parse: Callable[[Any], Any], **options: Any) -> Column:
    field: Field[Any, Any] = model._meta.get_field(name)
    return Column(name, str(field.verbose_name), parse, **options)


def _translated_columns(model: type[Any], *names: str) -> list[Column]:
    return [_field_column(model, f"{name}_{code}", parse_text) for name in names for code in LANGUAGES]


def _choice_column(model: type[Any], name: str) -> Column:
    return _field_column(model, name, choice_parser(model._meta.get_field(name).flatchoices))


def _choices_column(name: str) -> Column:
    field: Any = Service._meta.get_field(name)
    return _field_column(Service, name, list_parser(choice_parser(field.base_field.flatchoices)))


def service_columns() -> list[Column]:
    """Columns of the sheet of services, in order."""
    return [
        _field_column(Service, "code", parse_text),
        Column("status", str(_("status")), choice_parser(Service.Status.choices)),
        _field_column(Service, "slug", parse_text),
        *_translated_columns(
            Service, "name", "summary", "description", "audience", "how_to", "requirements", "evidence"
        ),
        *_translated_columns(Service, "outcome", "fee", "duration", "place", "contact", "words"),
        _choice_column(Service, "payment"),
        _field_column(Service, "fee_amount", parse_decimal),
        _field_column(Service, "processing_days", parse_integer),
        _field_column(Service, "topics", list_parser(clean_text)),
        _field_column(Service, "unit", parse_text),
        _field_column(Service, "owner", parse_text, is_internal=True),
        _choice_column(Service, "provider_kind"),
        _field_column(Service, "provider_name", parse_text),
        _choice_column(Service, "type"),
        _choices_column("target_groups"),
        _choice_column(Service, "domain"),
        _choices_column("life_events"),
        _field_column(Service, "keywords", parse_text),
        _choices_column("languages"),
        _field_column(Service, "related", list_parser(clean_text)),
        _field_column(Service, "takes_reports", parse_bool),
        _field_column(Service, "needs_place", parse_bool),
        _field_column(Service, "reports_are_public", parse_bool),
        _field_column(Service, "is_popular", parse_bool, is_internal=True),
        _field_column(Service, "uses_restricted_data", parse_bool),
        _field_column(Service, "serves_emergency", parse_bool),
        _field_column(Service, "information_systems", parse_text),
        _field_column(Service, "source", parse_text),
    ]


def channel_columns() -> list[Column]:
    """Columns of the sheet of channels, after the service's code and the channel's number."""
    return [
        _choice_column(Channel, "kind"),
        *_translated_columns(Channel, "name"),
        _field_column(Channel, "link", parse_text),
        *_translated_columns(Channel, "opening_hours"),
    ]


def year_columns() -> list[Column]:
    """Columns of the sheet of yearly figures, after the service's code and the channel's number."""
    return [
        _field_column(ChannelYear, "year", parse_integer),
        _field_column(ChannelYear, "volume", parse_integer),
        _field_column(ChannelYear, "satisfaction", parse_decimal),
        _field_column(ChannelYear, "cost", parse_decimal),
        _field_column(ChannelYear, "client_hours", parse_decimal),
        _field_column(ChannelYear, "client_hours_total", parse_decimal),
        _field_column(ChannelYear, "method", parse_text),
    ]


def legal_columns() -> list[Column]:
    """Columns of the sheet of legal bases, after the service's code."""
    return [
        _field_column(LegalBasis, "title", parse_text),
        _field_column(LegalBasis, "link", parse_text),
        _choice_column(LegalBasis, "kind"),
    ]
