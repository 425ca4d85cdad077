"""The demo's staff and the file that tells their passwords."""

from __future__ import annotations

import json
import os
import secrets
from datetime import timedelta
from pathlib import Path

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.visibility import may_work_on
from raekoda.channels.open311.actions import new_key
from raekoda.channels.open311.models import ApiKey
from raekoda.identity.accounts.models import Absence, Membership, Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import current, municipality_scope
from raekoda.tools.demo import CODES, read
from raekoda.tools.demo.calls import exchange_key

KEY_NAME = "Demo"
ABSENCE = timedelta(days=14)


def people(municipalities: dict[str, Municipality]) -> dict[str, User]:
    """The made-up staff by user name, with their roles; passwords are set by :func:`write`."""
    staff: dict[str, User] = {}
    for entry in read("people"):
        user, _ = User.objects.get_or_create(
            username=entry["username"],
            defaults={
                "first_name": entry["first_name"],
                "last_name": entry["last_name"],
                "email": f"{entry['username']}@example.ee",
                "is_superuser": "platform_operator" in entry["roles"],
                "is_staff": "platform_operator" in entry["roles"],
            },
        )
        staff[user.username] = user
        if entry["municipality"]:
            with municipality_scope(municipalities[entry["municipality"]]):
                _give_roles(user, entry, staff)
    return staff


def handler(case: Case, people: dict[str, User]) -> Actor:
    """The first of the demo's staff who may handle the case."""
    return next(actor for actor in map(Actor.staff, people.values()) if may_work_on(actor, case))


def _give_roles(user: User, entry: dict, staff: dict[str, User]) -> None:
    municipality = current()
    unit = Unit.objects.get(name=entry["unit"]) if entry["unit"] else None
    for role in entry["roles"]:
        Membership.objects.get_or_create(
            user=user, municipality=municipality, role=role,
            defaults={"unit": unit, "title": entry["title"], "categories": entry.get("categories", [])},
        )  # fmt: skip
    if entry.get("heads") and unit is not None and unit.head_id is None:
        Unit.objects.filter(pk=unit.pk).update(head=user)
    absent = staff.get(entry.get("deputy_of", ""))
    if absent is not None and not Absence.objects.filter(user=absent).exists():
        first_day = clock.today()
        Absence.objects.create(
            municipality=municipality, user=absent, deputy=user, first_day=first_day, last_day=first_day + ABSENCE
        )


def write(home: Path, municipalities: dict[str, Municipality]) -> None:
    """Set a new random password for each demo login and write them all, with an Open311 key, to a file of the owner."""
    logins = []
    for entry in read("people"):
        user = User.objects.get(username=entry["username"])
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save(update_fields=["password"])
        municipality = municipalities[entry["municipality"] or CODES[0]]
        host = site_url(municipality).split("://", 1)[1]
        logins += [
            {"role": role, "username": user.username, "password": password, "host": host} for role in entry["roles"]
        ]
    tartu = municipalities[CODES[0]]
    with municipality_scope(tartu):
        ApiKey.objects.filter(name=KEY_NAME).update(is_active=False)
        _, key = new_key(tartu, KEY_NAME)
        exchange = exchange_key(tartu)
    file = home / "demo-logins.json"
    draft = home / f".demo-logins.{os.getpid()}"
    draft.touch(mode=0o600)
    told = {"logins": logins, "open311_api_key": key, "phone_exchange": exchange}
    draft.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    draft.replace(file)
