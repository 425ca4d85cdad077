"""Export for staff: the whole register including drafts and owners, for editing and importing again."""

from __future__ import annotations

from raekoda.registry.services.exchange import sheets
from raekoda.registry.services.exchange.records import latest_draft, to_records, with_relations
from raekoda.registry.services.models import Service


def export(data_format: str) -> bytes:
    """The latest drafts of all services of the current municipality as "xlsx" or "csv"."""
    services = [latest_draft(service) for service in with_relations(Service.objects.order_by("code"))]
    records = to_records(services, internal=True)
    write = sheets.write_xlsx if data_format == "xlsx" else sheets.write_csv
    return write(records, internal=True)
