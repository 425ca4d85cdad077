"""The columns of the table, and how a cell becomes a value and a value a cell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.registry.services.models import Channel, ChannelYear, LegalBasis, Service

LANGUAGES = ("et", "en", "ru")
YES = {"1", "true", "yes", "y", "x", "jah", "j", "да", "д"}
NO = {"", "0", "false", "no", "n", "ei", "e", "нет", "н"}
LONGEST_CELL = 30_000
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class BadCell(ValueError):
    """A cell that cannot be read; the message says so to people."""


def clean_text(value: Any) -> str:
    """A cell's words: without control characters, line ends as ``\\n``."""
    text = str(value if value is not None else "").replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return ILLEGAL.sub("", text).strip()


def parse_text(value: Any) -> str:
    text = clean_text(value)
    if len(text) > LONGEST_CELL:
        raise BadCell(_("The text is longer than %(most)d characters.") % {"most": LONGEST_CELL})
    return text


def parse_bool(value: Any) -> bool:
    text = clean_text(value).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise BadCell(_("“%(value)s” is neither yes nor no.") % {"value": text[:40]})


def parse_integer(value: Any) -> int | None:
    number = parse_decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) > 2_000_000_000:
        raise BadCell(_("“%(value)s” is no whole number.") % {"value": clean_text(value)[:40]})
    return int(number)


def parse_decimal(value: Any) -> Decimal | None:
    text = clean_text(value).replace("\u00a0", "").replace(" ", "").replace(",", ".").removesuffix("€")
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise BadCell(_("“%(value)s” is no number.") % {"value": text[:40]}) from None
    if not number.is_finite():
        raise BadCell(_("“%(value)s” is no number.") % {"value": text[:40]})
    return number


def choice_parser(choices: Any) -> Callable[[Any], str]:
    """Takes a code, or its label in any language of the site."""
    known: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {str(label).casefold(): code for code, label in choices}
    known |= {code.casefold(): code for code, _label in choices}

    def parse(value: Any) -> str:
        text = clean_text(value)
        if text and text.casefold() not in known:
            codes = ", ".join(code for code, _label in choices)
            raise BadCell(_("“%(value)s” is not known. Use one of: %(codes)s.") % {"value": text[:40], "codes": codes})
        return known[text.casefold()] if text else ""

    return parse


def list_parser(one: Callable[[Any], str]) -> Callable[[Any], list[str]]:
    """Takes several values with semicolons between."""

    def parse(value: Any) -> list[str]:
        parts = [part for part in re.split(r"[;\n]", clean_text(value)) if part.strip()]
        return list(dict.fromkeys(one(part) for part in parts))

    return parse


@dataclass(frozen=True)
class Column:
    """A column: its header, what it means, how its cells are read."""

    name: str
    label: str
    parse: Callable[[Any], Any]
    is_internal: bool = False

    def write(self, value: Any) -> str | int | Decimal:
        """A value as a cell: lists with semicolons, yes and no as "jah" and "ei"."""
        if isinstance(value, bool):
            return "jah" if value else "ei"
        if isinstance(value, list):
            return "; ".join(str(each) for each in value)
        if isinstance(value, int | Decimal):
            return value
        return clean_text(value)


def _of_field(model: type[Any], name: str, parse: Callable[[Any], Any], **options: Any) -> Column:
    field: Field[Any, Any] = model._meta.get_field(name)
    return Column(name, str(field.verbose_name), parse, **options)


def _translated(model: type[Any], *names: str) -> list[Column]:
    return [_of_field(model, f"{name}_{code}", parse_text) for name in names for code in LANGUAGES]


def _choice(model: type[Any], name: str) -> Column:
    return _of_field(model, name, choice_parser(model._meta.get_field(name).flatchoices))


def _choices(name: str) -> Column:
    field: Any = Service._meta.get_field(name)
    return _of_field(Service, name, list_parser(choice_parser(field.base_field.flatchoices)))


def _one(value: Any) -> str:
    return clean_text(value)


def service_columns() -> list[Column]:
    """Columns of the sheet of services, in their order."""
    return [
        _of_field(Service, "code", parse_text),
        Column("status", str(_("status")), choice_parser(Service.Status.choices)),
        _of_field(Service, "slug", parse_text),
        *_translated(Service, "name", "summary", "description", "audience", "how_to", "requirements", "evidence"),
        *_translated(Service, "outcome", "fee", "duration", "place", "contact", "words"),
        _choice(Service, "payment"),
        _of_field(Service, "fee_amount", parse_decimal),
        _of_field(Service, "processing_days", parse_integer),
        _of_field(Service, "topics", list_parser(_one)),
        _of_field(Service, "unit", parse_text),
        _of_field(Service, "owner", parse_text, is_internal=True),
        _choice(Service, "provider_kind"),
        _of_field(Service, "provider_name", parse_text),
        _choice(Service, "type"),
        _choices("target_groups"),
        _choice(Service, "domain"),
        _choices("life_events"),
        _of_field(Service, "keywords", parse_text),
        _choices("languages"),
        _of_field(Service, "related", list_parser(_one)),
        _of_field(Service, "takes_reports", parse_bool),
        _of_field(Service, "needs_place", parse_bool),
        _of_field(Service, "reports_are_public", parse_bool),
        _of_field(Service, "is_popular", parse_bool, is_internal=True),
        _of_field(Service, "uses_restricted_data", parse_bool),
        _of_field(Service, "serves_emergency", parse_bool),
        _of_field(Service, "information_systems", parse_text),
        _of_field(Service, "source", parse_text),
    ]


def channel_columns() -> list[Column]:
    """Columns of the sheet of channels, after the service's code and the channel's place in the order."""
    return [
        _choice(Channel, "kind"),
        *_translated(Channel, "name"),
        _of_field(Channel, "link", parse_text),
        *_translated(Channel, "opening_hours"),
    ]


def year_columns() -> list[Column]:
    """Columns of the sheet of yearly figures, after the service's code and the channel's place in the order."""
    return [
        _of_field(ChannelYear, "year", parse_integer),
        _of_field(ChannelYear, "volume", parse_integer),
        _of_field(ChannelYear, "satisfaction", parse_decimal),
        _of_field(ChannelYear, "cost", parse_decimal),
        _of_field(ChannelYear, "client_hours", parse_decimal),
        _of_field(ChannelYear, "client_hours_total", parse_decimal),
        _of_field(ChannelYear, "method", parse_text),
    ]


def legal_columns() -> list[Column]:
    """Columns of the sheet of legal bases, after the service's code."""
    return [
        _of_field(LegalBasis, "title", parse_text),
        _of_field(LegalBasis, "link", parse_text),
        _choice(LegalBasis, "kind"),
    ]
