"""Resources, hours and prices in Wagtail's admin; records of other municipalities are not accessible."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from raekoda.identity.accounts.models import Role, Unit, User
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.selfservice.bookings.models import Group, Resource
from tests.selfservice.bookings.conftest import make_resource, make_user

pytestmark = pytest.mark.django_db
FOLDER = "/haldus/broneeritav"


@pytest.fixture
def admin(client: Client, municipality: Municipality) -> Client:
    client.force_login(User.objects.create_superuser("haldur", password="proov-proov"))
    return client


def form_data(**overrides: Any) -> dict[str, Any]:
    """The form as a browser sends it: a hall open on Mondays, at 12 euros an hour."""
    values: dict[str, Any] = {
        "name_et": "Väike saal", "name_en": "", "name_ru": "", "slug": "vaike-saal", "kind": "room", "who": "anyone",
        "quantity": "2", "step_minutes": "30", "shortest_minutes": "60", "longest_minutes": "120", "buffer_before": "0",
        "buffer_after": "15", "lead_minutes": "60", "horizon_days": "90", "free_cancel_hours": "24", "hold_minutes": "20",
        "offer_hours": "12", "reminder_hours": "24", "most_at_once": "5", "order": "0", "is_active": "on",
    }  # fmt: skip
    for name, rows in {
        "openings": [{"weekday": "0", "opens": "08:00", "closes": "20:00"}],
        "exceptions": [], "calendars": [],
        "prices": [{"per": "hour", "amount": "12.00", "valid_from": "2026-01-01", "source": "Näidisotsus"}],
    }.items():  # fmt: skip
        values |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            values |= {f"{name}-{number}-{key}": value for key, value in row.items()} | {
                f"{name}-{number}-ORDER": number
            }
    return {**values, **overrides}


def photo() -> SimpleUploadedFile:
    output = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(output, "JPEG", exif=b"Exif\x00\x00GPS-of-somebody")
    return SimpleUploadedFile("minu kodu.jpg", output.getvalue(), "image/jpeg")


def test_a_hall_is_added_with_hours_prices_and_a_photo(admin: Client, unit: Unit) -> None:
    answer = admin.post(f"{FOLDER}/new/", form_data(unit=unit.pk, photo=photo(), photo_words_et="Saal"))
    assert answer.status_code == 302, answer.context["form"].errors
    hall = Resource.objects.get()
    assert [str(each) for each in hall.openings.all()] == ["esmaspäev 08:00–20:00"]
    assert hall.prices.get().amount == 12
    assert hall.items.filter(is_active=True).count() == 2
    assert [line.action for line in history(hall)] == ["bookings.save_resource"]
    shown = Client().get(f"/broneeri/{hall.slug}/pilt/")
    assert shown["Content-Type"] == "image/jpeg"
    assert b"GPS" not in b"".join(shown.streaming_content)
    assert "minu" not in hall.photo.name


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"longest_minutes": "30"}, "Pikim aeg"),
        ({"openings-0-closes": "07:00"}, "Suletakse enne"),
        (
            {"calendars-TOTAL_FORMS": 1, "calendars-0-url": "http://169.254.169.254/", "calendars-0-ORDER": 0},
            "https://",
        ),
    ],
)
def test_invalid_values_are_reported(admin: Client, overrides: dict[str, Any], words: str) -> None:
    answer = admin.post(f"{FOLDER}/new/", form_data(**overrides))
    assert answer.status_code == 200
    assert words in answer.text
    assert not Resource.objects.exists()


def test_resources_are_deactivated_not_deleted(admin: Client, hall: Resource) -> None:
    assert admin.get(f"{FOLDER}/edit/{hall.pk}/").status_code == 200
    assert admin.post(f"{FOLDER}/delete/{hall.pk}/").status_code in (302, 403)
    assert Resource.objects.filter(pk=hall.pk).exists()


def test_others_have_no_access(admin: Client, other_municipality: Municipality, municipality, unit) -> None:
    with municipality_scope(other_municipality):
        other = make_resource(other_municipality, "elva-saal")
        group = Group.objects.create(municipality=other_municipality, name="Elva rühm")
    assert "elva-saal" not in admin.get(f"{FOLDER}/").text
    assert admin.get(f"{FOLDER}/edit/{other.pk}/").status_code == 404
    assert group.name not in admin.get(f"{FOLDER}/new/").text
    official = Client()
    official.force_login(make_user(municipality, "oskar", Role.OFFICIAL, unit))
    assert official.get(f"{FOLDER}/").status_code == 403
