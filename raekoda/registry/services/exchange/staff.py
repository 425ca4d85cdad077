"""The whole register, drafts and owners included, as a spreadsheet for staff: to be changed and brought back."""

from __future__ import annotations

from raekoda.registry.services.exchange import sheets
from raekoda.registry.services.exchange.records import newest, records_of, with_everything
from raekoda.registry.services.models import Service


def content_of(data_format: str) -> bytes:
    """All services of the open municipality as "xlsx" or "csv", each as its newest draft."""
    services = [newest(service) for service in with_everything(Service.objects.order_by("code"))]
    records = records_of(services, internal=True)
    write = sheets.write_xlsx if data_format == "xlsx" else sheets.write_csv
    return write(records, internal=True)
