"""The demo's snapshot is that of its sources; the records it holds are found and not made again."""

from __future__ import annotations

import pytest

from raekoda.tools.baseline import WRITTEN
from raekoda.tools.demo import snapshot


def test_the_snapshot_is_of_the_sources_as_they_are() -> None:
    assert snapshot.is_current(), "raekoda demo --write-snapshot"


def test_a_changed_source_makes_the_snapshot_unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "SOURCES", snapshot.SOURCES[1:])
    assert not snapshot.is_usable()


def test_another_domain_makes_its_own_municipalities(settings) -> None:
    settings.RAEKODA_BASE_DOMAIN = "linn.example.ee"
    assert not snapshot.is_usable()


def test_its_records_are_as_of_now_and_hold_no_person() -> None:
    text = snapshot.read()
    assert WRITTEN not in text
    assert "INSERT INTO public.services_service " in text
    for table in ("persons_person", "cases_case", "people_user", "people_contact"):
        assert f"INSERT INTO public.{table} " not in text
