"""A table of services into the register: first looked through row by row with nothing written, then written at once.

A service is known by its identifier, so that the same file may be brought in again and again. A column that is not in
the file leaves its field as it is; an empty cell empties it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raekoda.identity.accounts.models import Unit, User
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import actions
from raekoda.registry.services.exchange.columns import (
    BadCell,
    Column,
    channel_columns,
    clean_text,
    legal_columns,
    parse_text,
    service_columns,
    year_columns,
)
from raekoda.registry.services.exchange.records import newest, record_of, with_everything
from raekoda.registry.services.exchange.sheets import RawRow, read
from raekoda.registry.services.models import Channel, ChannelYear, LegalBasis, Service, Topic

REFERENCES = {"unit", "owner", "topics", "related", "status"}
CHECKED_ELSEWHERE = {"municipality", "unit", "owner", "latest_revision", "live_revision", "locked_by"}
Progress = Callable[[int, int], None]


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    BAD = "bad"


@dataclass
class RowResult:
    """What one row would do, with what is wrong with it in words."""

    number: int
    code: str
    name: str
    change: Change = Change.BAD
    problems: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    service: Service | None = None
    status: str = ""


@dataclass
class Preview:
    """What a file would do. Nothing is written as long as one row is bad."""

    rows: list[RowResult]

    @property
    def is_sound(self) -> bool:
        return not any(row.change == Change.BAD for row in self.rows)

    def count(self, change: str) -> int:
        return sum(row.change == change for row in self.rows)


class Register:
    """What the open municipality's register holds, read once for a whole file."""

    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        services = [newest(service) for service in with_everything(Service.objects.all())]
        self.services = {service.code: service for service in services}
        self.new: dict[str, Service] = {}
        self.slugs = {service.slug: service.code for service in services}
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.units = {unit.name.casefold(): unit for unit in Unit.objects.all()}
        staff = User.objects.filter(memberships__municipality=municipality).distinct()
        self.users = {user.get_username(): user for user in staff}

    def named(self, code: str) -> Service:
        """The service of this code: known, or about to be made by this file."""
        return self.services.get(code) or self.newcomer(code)

    def newcomer(self, code: str) -> Service:
        """The one object for a service that the file brings; one without code is always another."""
        made = Service(municipality=self.municipality, code=code)
        return self.new.setdefault(code, made) if code else made


def check(content: bytes, name: str, municipality: Municipality) -> Preview:
    """Look a file through without writing anything. Raises ``BadTable``."""
    return preview_rows(read(content, name), municipality)


def preview_rows(rows: Iterable[RawRow], municipality: Municipality) -> Preview:
    """What the rows would do to the register."""
    register = Register(municipality)
    codes_in_file = {clean_text(row.cells.get("code")) for row in rows} - {""}
    seen: set[str] = set()
    results = []
    for row in rows:
        result = _row(row, register, codes_in_file)
        for mark in filter(None, (result.code and f"code {result.code}", result.service and result.service.slug)):
            if str(mark) in seen:
                result.problems.append(_("The identifier or address stands in the file twice."))
            seen.add(str(mark))
        if result.problems:
            result.change = Change.BAD
        results.append(result)
    return Preview(results)


@transaction.atomic
def apply(preview: Preview, actor: Actor, progress: Progress | None = None) -> dict[str, int]:
    """Write a sound preview: published rows are published (or kept as drafts by those who may not publish), all in one
    transaction. Returns counts by change. Raises ``ValueError`` for a preview that is not sound."""
    if not preview.is_sound:
        raise ValueError("The file has bad rows")
    actor.must("services.write")
    todo = [row for row in preview.rows if row.change in (Change.NEW, Change.CHANGED)]
    related = [(row.service, list(row.service.related.all())) for row in todo if row.service]
    for number, row in enumerate(todo, 1):
        assert row.service is not None
        _without_unsaved_relations(row.service)
        _write(row.service, row.status, actor)
        if progress:
            progress(number, len(todo))
    _relate(related, actor)
    counts = {change.value: preview.count(change) for change in (Change.NEW, Change.CHANGED, Change.SAME)}
    journal.record("services.import", None, actor, **cast("dict[str, Any]", counts))
    return counts


def _write(service: Service, status: str, actor: Actor) -> None:
    may_publish = actor.may("services.publish", service)
    if service.retired_at and status == Service.Status.DRAFT and may_publish:
        service.retired_at = None
        service.save()
    if status == Service.Status.PUBLISHED and may_publish:
        actions.publish(service, actor)
        return
    if service.live and status != Service.Status.PUBLISHED and may_publish:
        if status == Service.Status.RETIRED:
            actions.retire(service, actor)
        else:
            actions.unpublish(service, actor)
    actions.save_draft(service, actor=actor)
    if status == Service.Status.RETIRED and may_publish and service.retired_at is None:
        actions.retire(service, actor)


def _without_unsaved_relations(service: Service) -> None:
    """Services named as related may themselves be new: they are tied together when all have keys."""
    service.related = [other for other in service.related.all() if other.pk]  # type: ignore[assignment]


def _relate(wanted: list[tuple[Service, list[Service]]], actor: Actor) -> None:
    for service, others in wanted:
        kept = {other.pk for other in service.related.all()}
        if {other.pk for other in others} - kept:
            service.related = others  # type: ignore[assignment]
            if service.live:
                actions.publish(service, actor)
            else:
                actions.save_draft(service, actor=actor)


def _row(row: RawRow, register: Register, codes_in_file: set[str]) -> RowResult:
    code = clean_text(row.cells.get("code"))
    result = RowResult(row.number, code, clean_text(row.cells.get("name_et")), problems=list(row.problems))
    service = register.services.get(code)
    before = record_of(service, internal=True) if service else None
    if service is None:
        service = register.newcomer(code)
    result.status = before["status"] if before else Service.Status.DRAFT.value
    result.service = service
    _fill(service, row, register, result, codes_in_file)
    result.name = service.name_et or ""
    _check_service(service, register, result)
    if not result.problems:
        after = record_of(service, internal=True) | {"status": result.status}
        result.changed = [name for name in after if before is None or after[name] != before[name]]
        result.change = Change.NEW if before is None else Change.CHANGED if result.changed else Change.SAME
    return result


def _fill(service: Service, row: RawRow, register: Register, result: RowResult, codes_in_file: set[str]) -> None:
    for column in service_columns():
        if column.name not in row.cells or column.name == "code":
            continue
        try:
            value = column.parse(row.cells[column.name])
            if column.name in REFERENCES:
                _refer(service, column.name, value, register, result, codes_in_file)
            else:
                setattr(service, column.name, value)
        except BadCell as problem:
            result.problems.append(f"{column.name}: {problem}")
    if "form" in row.cells:
        _fill_form(service, row.cells["form"], result)
    if not service.slug:
        service.slug = slugify(service.name_et or "")[:120]
    if row.channels is not None:
        service.channels = [_channel(cells, result) for cells in row.channels]
    if row.legal_bases is not None:
        service.legal_bases = [_item(LegalBasis(), cells, legal_columns(), result) for cells in row.legal_bases]


def _fill_form(service: Service, words: Any, result: RowResult) -> None:
    try:
        service.form = json.loads(clean_text(words) or "[]")
    except (ValueError, RecursionError):
        result.problems.append(_("%(column)s: this is no sound JSON.") % {"column": "form"})


def _refer(
    service: Service, name: str, value: Any, register: Register, result: RowResult, codes_in_file: set[str]
) -> None:
    if name == "status":
        result.status = value or result.status
    elif name == "unit":
        service.unit = _known(register.units, value, value.casefold(), _("There is no unit “%(value)s”."))
    elif name == "owner":
        service.owner = _known(register.users, value, value, _("No one here has the user name “%(value)s”."))
    elif name == "topics":
        topics = [_known(register.topics, slug, slug, _("There is no topic “%(value)s”.")) for slug in value]
        service.topics = topics  # type: ignore[assignment]
    else:
        for code in value:
            if code not in codes_in_file:
                _known(register.services, code, code, _("There is no service “%(value)s”."))
        service.related = [register.named(code) for code in value]  # type: ignore[assignment]


def _known(table: dict[str, Any], value: str, key: str, complaint: str) -> Any:
    if not value:
        return None
    if key not in table:
        raise BadCell(complaint % {"value": value[:60]})
    return table[key]


def _channel(cells: dict[str, Any], result: RowResult) -> Channel:
    channel = _item(Channel(), cells, channel_columns(), result)
    years = cells.get("years") or []
    channel.years = [_item(ChannelYear(), each, year_columns(), result) for each in years if isinstance(each, dict)]
    return channel


def _item(item: Any, cells: dict[str, Any], columns: list[Column], result: RowResult) -> Any:
    for column in columns:
        try:
            value = column.parse(cells.get(column.name))
        except BadCell as problem:
            result.problems.append(f"{column.name}: {problem}")
            continue
        if value is None or (value == "" and column.parse is not parse_text):
            value = None if item._meta.get_field(column.name).null else value
        setattr(item, column.name, value)
    _clean(item, {"service", "channel", "municipality"}, result)
    return item


def _check_service(service: Service, register: Register, result: RowResult) -> None:
    _clean(service, CHECKED_ELSEWHERE, result)
    owner = register.slugs.get(service.slug)
    if owner is not None and owner != service.code:
        words = {"slug": service.slug, "code": owner}
        result.problems.append(_("The address “%(slug)s” belongs to the service %(code)s.") % words)
    if not service.name_et:
        result.problems.append(_("name_et: the name in Estonian is missing."))


def _clean(item: models.Model, exclude: set[str], result: RowResult) -> None:
    try:
        item.clean_fields(exclude=exclude | {"name"})
    except ValidationError as problem:
        for name, messages in problem.message_dict.items():
            result.problems.extend(f"{name}: {message}" for message in messages)
