"""The address book from X-Road's own list of members."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from raekoda.channels.dhx.members import read_members
from raekoda.channels.dhx.models import Participant
from raekoda.platform.core.models import Municipality
from tests.channels.dhx.samples import ADAPTER
from tests.shared_data import shared


def test_the_list_of_the_test_environment(municipality: Municipality) -> None:
    file = shared(*ADAPTER, "shared-params.xml")
    found = read_members(file.read_bytes())
    assert all(each.subsystem.startswith("DHX") for each in found)
    assert [each.code for each in found if each.is_intermediary] == ["30000001"]
    Participant.objects.create(
        municipality=municipality, name="Meie nimi", registry_code=found[0].code, subsystem=found[0].subsystem
    )
    outputs = [StringIO(), StringIO()]
    for out in outputs:
        call_command("exchange_participants", str(file), municipality="0793", stdout=out)
    assert outputs[0].getvalue().strip() == f"{len(found)} listed, {len(found) - 1} added"
    assert outputs[1].getvalue().strip() == f"{len(found)} listed, 0 added"
    assert Participant.objects.count() == len(found) == len(set(found))
    assert Participant.objects.filter(name="Meie nimi").exists(), "what staff wrote stays"
    assert Participant.objects.get(is_intermediary=True).registry_code == "30000001"


def test_what_is_no_list(tmp_path: Path, municipality: Municipality) -> None:
    file = tmp_path / "x.xml"
    file.write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("exchange_participants", str(file), municipality="0793")
    with pytest.raises(CommandError):
        call_command("exchange_participants", str(tmp_path / "puudub.xml"), municipality="0793")
