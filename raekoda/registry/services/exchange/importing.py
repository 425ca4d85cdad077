"""Import of a table of services: a preview of every row without writing, then all changes in one transaction.

A service is identified by its code, so the same file can be imported repeatedly. A missing column leaves its field
unchanged; an empty cell clears it.
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
    Column,
    InvalidCell,
    channel_columns,
    clean_text,
    legal_columns,
    parse_text,
    service_columns,
    year_columns,
)
from raekoda.registry.services.exchange.records import latest_draft, to_record, with_relations
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
    """The change that one row would make, with error messages."""

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
    """The changes that a file would make. It can be applied only when no row has errors."""

    rows: list[RowResult]

    @property
    def is_valid(self) -> bool:
        return not any(row.change == Change.BAD for row in self.rows)

    def count(self, change: str) -> int:
        return sum(row.change == change for row in self.rows)


class RegisterSnapshot:
    """The current municipality's register, loaded once for a whole file."""

    def __init__(self, municipality: Municipality) -> None:
        self.municipality = municipality
        services = [latest_draft(service) for service in with_relations(Service.objects.all())]
        self.services = {service.code: service for service in services}
        self.new: dict[str, Service] = {}
        self.slugs = {service.slug: service.code for service in services}
        self.topics = {topic.slug: topic for topic in Topic.objects.all()}
        self.units = {unit.name.casefold(): unit for unit in Unit.objects.all()}
        staff = User.objects.filter(memberships__municipality=municipality).distinct()
        self.users = {user.get_username(): user for user in staff}

    def get_service(self, code: str) -> Service:
        """The service with this code: existing, or new in this file."""
        return self.services.get(code) or self.new_service(code)

    def new_service(self, code: str) -> Service:
        """The object of a new service, one for each code; without a code always another one."""
        service = Service(municipality=self.municipality, code=code)
        return self.new.setdefault(code, service) if code else service


def preview_file(content: bytes, name: str, municipality: Municipality) -> Preview:
    """Preview a file without writing anything. Raises ``InvalidTable``."""
    return preview_rows(read(content, name), municipality)


def preview_rows(rows: Iterable[RawRow], municipality: Municipality) -> Preview:
    """The changes that the rows would make to the register."""
    register = RegisterSnapshot(municipality)
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
    """Write a valid preview in one transaction: published rows are published, or saved as drafts if ``actor`` may not
    publish. Returns counts by change. Raises ``ValueError`` for a preview with errors."""
    if not preview.is_valid:
        raise ValueError("The file has bad rows")
    actor.require("services.write")
    pending = [row for row in preview.rows if row.change in (Change.NEW, Change.CHANGED)]
    related = [(row.service, list(row.service.related.all())) for row in pending if row.service]
    for number, row in enumerate(pending, 1):
        assert row.service is not None
        _without_unsaved_relations(row.service)
        _write(row.service, row.status, actor)
        if progress:
            progress(number, len(pending))
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
    """Related services may be new too: they are linked when all of them have primary keys."""
    service.related = [other for other in service.related.all() if other.pk]  # type: ignore[assignment]


def _relate(relations: list[tuple[Service, list[Service]]], actor: Actor) -> None:
    for service, others in relations:
        saved = {other.pk for other in service.related.all()}
        if {other.pk for other in others} - saved:
            service.related = others  # type: ignore[assignment]
            if service.live:
                actions.publish(service, actor)
            else:
                actions.save_draft(service, actor=actor)


def _row(row: RawRow, register: RegisterSnapshot, codes_in_file: set[str]) -> RowResult:
    code = clean_text(row.cells.get("code"))
    result = RowResult(row.number, code, clean_text(row.cells.get("name_et")), problems=list(row.problems))
    service = register.services.get(code)
    before = to_record(service, internal=True) if service else None
    if service is None:
        service = register.new_service(code)
    result.status = before["status"] if before else Service.Status.DRAFT.value
    result.service = service
    _fill(service, row, register, result, codes_in_file)
    result.name = service.name_et or ""
    _check_service(service, register, result)
    if not result.problems:
        after = to_record(service, internal=True) | {"status": result.status}
        result.changed = [name for name in after if before is None or after[name] != before[name]]
        result.change = Change.NEW if before is None else Change.CHANGED if result.changed else Change.SAME
    return result


def _fill(
    service: Service, row: RawRow, register: RegisterSnapshot, result: RowResult, codes_in_file: set[str]
) -> None:
    for column in service_columns():
        if column.name not in row.cells or column.name == "code":
            continue
        try:
            value = column.parse(row.cells[column.name])
            if column.name in REFERENCES:
                _refer(service, column.name, value, register, result, codes_in_file)
            else:
                setattr(service, column.name, value)
        except InvalidCell as problem:
            result.problems.append(f"{column.name}: {problem}")
    if "form" in row.cells:
        _fill_form(service, row.cells["form"], result)
    if not service.slug:
        service.slug = slugify(service.name_et or "")[:120]
    if row.channels is not None:
        service.channels = [_channel(cells, result) for cells in row.channels]
    if row.legal_bases is not None:
        service.legal_bases = [_item(LegalBasis(), cells, legal_columns(), result) for cells in row.legal_bases]


def _fill_form(service: Service, cell: Any, result: RowResult) -> None:
    try:
        service.form = json.loads(clean_text(cell) or "[]")
    except (ValueError, RecursionError):
        result.problems.append(_("%(column)s: this is not valid JSON.") % {"column": "form"})


def _refer(
    service: Service, name: str, value: Any, register: RegisterSnapshot, result: RowResult, codes_in_file: set[str]
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
        service.related = [register.get_service(code) for code in value]  # type: ignore[assignment]


def _known(table: dict[str, Any], value: str, key: str, message: str) -> Any:
    if not value:
        return None
    if key not in table:
        raise InvalidCell(message % {"value": value[:60]})
    return table[key]


def _channel(cells: dict[str, Any], result: RowResult) -> Channel:
    channel = _item(Channel(), cells, channel_columns(), result)
    years = cells.get("years") or []
    channel.years = [_item(ChannelYear(), year, year_columns(), result) for year in years if isinstance(year, dict)]
    return channel


def _item(item: Any, cells: dict[str, Any], columns: list[Column], result: RowResult) -> Any:
    for column in columns:
        try:
            value = column.parse(cells.get(column.name))
        except InvalidCell as problem:
            result.problems.append(f"{column.name}: {problem}")
            continue
        if value is None or (value == "" and column.parse is not parse_text):
            value = None if item._meta.get_field(column.name).null else value
        setattr(item, column.name, value)
    _clean(item, {"service", "channel", "municipality"}, result)
    return item


def _check_service(service: Service, register: RegisterSnapshot, result: RowResult) -> None:
    _clean(service, CHECKED_ELSEWHERE, result)
    owner = register.slugs.get(service.slug)
    if owner is not None and owner != service.code:
        values = {"slug": service.slug, "code": owner}
        result.problems.append(_("The address “%(slug)s” belongs to the service %(code)s.") % values)
    if not service.name_et:
        result.problems.append(_("name_et: the name in Estonian is missing."))


def _clean(item: models.Model, exclude: set[str], result: RowResult) -> None:
    try:
        item.clean_fields(exclude=exclude | {"name"})
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            result.problems.extend(f"{name}: {message}" for message in messages)
