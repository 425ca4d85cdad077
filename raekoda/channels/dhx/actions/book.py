"""The address book, filled from X-Road's list of members."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from raekoda.channels.dhx.members import Listed
from raekoda.channels.dhx.models import MemberClass, Participant
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text


def enter_participants(members: Sequence[Listed], *, municipality: Municipality, actor: Actor) -> int:
    """Enter whoever is missing in the address book and mark intermediaries; what staff wrote stays. How many were new."""
    actor.require("exchange.configure")
    added = 0
    with transaction.atomic():
        for each in members:
            if each.member_class not in MemberClass.values:
                continue
            entered, is_new = Participant.objects.get_or_create(
                municipality=municipality, registry_code=each.code[:20], subsystem=each.subsystem[:60], system="",
                defaults={
                    "name": clean_text(each.name)[:160], "member_class": each.member_class,
                    "is_intermediary": each.is_intermediary,
                },
            )  # fmt: skip
            if each.is_intermediary and not entered.is_intermediary:
                entered.is_intermediary = True
                entered.save(update_fields=["is_intermediary"])
            added += is_new
        record("exchange.enter_participants", None, actor, listed=len(members), added=added)
    return added
