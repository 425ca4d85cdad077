"""Lists paged by key: the next page starts after the last row seen, however far one has come; nothing is counted.

Rows that come or go meanwhile neither repeat nor hide others. A cursor holds the sort key of one row, signed together
with the order that it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.http import HttpRequest

Row = TypeVar("Row", bound=models.Model)
SALT = "raekoda.paging"
PARAMETER = "cursor"
LONGEST_CURSOR = 500


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page: its rows, and cursors of the pages after and before it (``None`` at the ends)."""

    items: list[Row]
    next_cursor: str | None = None
    previous_cursor: str | None = None

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


def keyset(
    queryset: QuerySet[Row], request: HttpRequest, order: Sequence[str] = ("due_on", "id"), size: int = 50
) -> Page[Row]:
    """The page of ``queryset`` that ``?cursor=`` of the request asks for; the first one without it or with a bad one."""
    return page(queryset, request.GET.get(PARAMETER, ""), order, size)


def page(
    queryset: QuerySet[Row], cursor: str = "", order: Sequence[str] = ("due_on", "id"), size: int = 50
) -> Page[Row]:
    """The page that ``cursor`` (of a :class:`Page` before) leads to, at most ``size`` rows.

    ``order`` names fields that are never null, ``-`` for descending, and ends with one that is unique. Raises
    ``ValueError`` for another order: it is the programmer's, never the visitor's.
    """
    _check(queryset.model, order)
    backwards, key = _read(cursor, queryset.model, order)
    going = _turned(order) if backwards else tuple(order)
    rows = queryset.order_by(*going)
    if key is not None:
        rows = rows.filter(_beyond(going, key))
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_next, has_previous = (True, more) if backwards else (more, key is not None)
    return Page(
        found,
        _write(found[-1], order, backwards=False) if has_next else None,
        _write(found[0], order, backwards=True) if has_previous else None,
    )


def is_cursor(cursor: str, model: type[models.Model], order: Sequence[str]) -> bool:
    """Whether ``cursor`` belongs to a list of ``model`` in this ``order``."""
    return _read(cursor, model, order)[1] is not None


def _check(model: type[models.Model], order: Sequence[str]) -> None:
    for name in order:
        if _field(model, name).null:
            raise ValueError(f"{model.__name__}.{name} may be null: rows could be lost in paging")
    if not order or not _field(model, order[-1]).unique:
        raise ValueError("The last field of the order has to be unique")


def _field(model: type[models.Model], name: str) -> models.Field:
    try:
        field = model._meta.get_field(name.lstrip("-"))
    except FieldDoesNotExist as error:
        raise ValueError(f"{model.__name__} has no field {name}") from error
    assert isinstance(field, models.Field)
    return field


def _turned(order: Sequence[str]) -> tuple[str, ...]:
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def _beyond(order: Sequence[str], key: Sequence[Any]) -> Any:
    """Rows after ``key``: one row comparison when all columns have one direction (uses an index), else expanded conditions."""
    down = [name.startswith("-") for name in order]
    names = [name.lstrip("-") for name in order]
    if len(set(down)) == 1:
        comparison = TupleLessThan if down[0] else TupleGreaterThan
        return comparison(Tuple(*map(F, names)), tuple(key))
    condition = Q()
    for position, name in enumerate(names):
        same = Q(**dict(zip(names[:position], key, strict=False)))
        condition |= same & Q(**{f"{name}__{'lt' if down[position] else 'gt'}": key[position]})
    return condition


def _signer(order: Sequence[str]) -> signing.Signer:
    return signing.Signer(salt=f"{SALT}:{','.join(order)}")


def _write(row: models.Model, order: Sequence[str], *, backwards: bool) -> str:
    values = [row._meta.get_field(name.lstrip("-")).value_to_string(row) for name in order]  # type: ignore[union-attr]
    return _signer(order).sign_object(["-" if backwards else "+", *values], compress=False)


def _read(cursor: str, model: type[models.Model], order: Sequence[str]) -> tuple[bool, list[Any] | None]:
    """Direction and sort key of a cursor; the beginning of the list for none and for one that is not ours."""
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return False, None
    try:
        direction, *values = _signer(order).unsign_object(cursor)
        return direction == "-", [_field(model, name).to_python(v) for name, v in zip(order, values, strict=True)]
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return False, None
