"""An administrator makes keys and draws districts in Wagtail's admin; what others keep is out of reach."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.test import Client

from raekoda.channels.open311.actions import new_key
from raekoda.channels.open311.models import ApiKey
from raekoda.identity.accounts.models import User
from raekoda.identity.places.actions import ensure_district
from raekoda.identity.places.models import Area
from raekoda.identity.places.queries import district_at
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.core.tokens import digest

KEYS, DISTRICTS = "/haldus/voetmed", "/haldus/linnaosad"


@pytest.fixture
def admin(client: Client, municipality: Municipality) -> Client:
    client.force_login(User.objects.create_superuser("haldur", password="proov-proov"))
    return client


def square(west: float, south: float) -> dict[str, object]:
    east, north = west + 0.02, south + 0.02
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def test_a_key_is_made_and_shown_once(admin: Client) -> None:
    made = admin.post(f"{KEYS}/new/", {"name": "Naabervald", "is_active": "on"}, follow=True)
    key = ApiKey.objects.get()
    shown = unescape(made.content.decode())
    plain = next(word for word in shown.replace("<", " ").split() if digest(word) == key.digest)
    assert key.name == "Naabervald"
    assert plain not in admin.get(f"{KEYS}/").content.decode()
    assert plain not in admin.get(f"{KEYS}/edit/{key.pk}/").content.decode()
    assert JournalEntry.objects.filter(action="open311.new_key", subject_id=key.pk).exists()


def test_a_key_is_put_out_of_use(admin: Client, municipality: Municipality) -> None:
    key, _plain = new_key(municipality, "Vana")
    assert admin.post(f"{KEYS}/edit/{key.pk}/", {"name": "Vana"}).status_code == 302
    key.refresh_from_db()
    assert not key.is_active
    assert JournalEntry.objects.filter(action="open311.change_key", subject_id=key.pk).exists()


def test_keys_of_another_municipality_are_not_here(admin: Client, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        key, _plain = new_key(other_municipality, "Elva võti")
    assert "Elva võti" not in admin.get(f"{KEYS}/").content.decode()
    assert admin.get(f"{KEYS}/edit/{key.pk}/").status_code == 404


def test_a_district_is_drawn(admin: Client, municipality: Municipality) -> None:
    feature = {"type": "Feature", "properties": {}, "geometry": square(26.71, 58.37)}
    fields = {"name": "Supilinn", "type_name": "linnaosa", "geometry": json.dumps(feature)}
    assert admin.post(f"{DISTRICTS}/new/", fields).status_code == 302
    district = district_at(Point(26.72, 58.38), municipality)
    assert district is not None
    assert (district.name, district.code, district.is_approximate) == ("Supilinn", "supilinn", False)
    moved = {**fields, "geometry": json.dumps(square(26.75, 58.37))}
    assert admin.post(f"{DISTRICTS}/edit/{district.pk}/", moved).status_code == 302
    assert district_at(Point(26.72, 58.38), municipality) is None
    assert district_at(Point(26.76, 58.38), municipality) == district


@pytest.mark.parametrize("geometry", ["{", "[]", '"x"', "7", "{}", '{"type": "Point", "coordinates": [26, 58]}'])
def test_what_is_no_boundary_is_refused_in_words(admin: Client, geometry: str) -> None:
    answer = admin.post(f"{DISTRICTS}/new/", {"name": "Supilinn", "geometry": geometry})
    if geometry in ("[]", "{}"):
        assert answer.status_code == 302
        assert Area.objects.get(kind="district").geometry is None
    else:
        assert answer.status_code == 200
        assert not Area.objects.filter(kind="district").exists()


def test_districts_of_others_and_of_the_country_are_out_of_reach(
    admin: Client, municipality: Municipality, other_municipality: Municipality
) -> None:
    own = ensure_district(municipality, "Karlova")
    theirs = ensure_district(other_municipality, "Rõngu")
    county = Area.objects.create(kind="county", code="0079", name="Tartu maakond")
    listed = admin.get(f"{DISTRICTS}/").content.decode()
    assert "Karlova" in listed
    assert "Rõngu" not in listed
    assert "Tartu maakond" not in listed
    for area in (theirs, county):
        for path in ("edit", "delete"):
            assert admin.get(f"{DISTRICTS}/{path}/{area.pk}/").status_code == 404
    assert admin.post(f"{DISTRICTS}/new/", {"name": "karlova"}).status_code == 200
    assert Area.objects.filter(kind="district", municipality=municipality).get() == own
