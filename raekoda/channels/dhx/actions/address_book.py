"""The address book, filled from X-Road's list of members."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from raekoda.channels.dhx.members import ListedMember
from raekoda.channels.dhx.models import MemberClass, Participant
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import clean_text


def add_participants(members: Sequence[ListedMember], *, municipality: Municipality, actor: Actor) -> int:
    """Add the missing members to the address book and mark intermediaries; entries of staff stay. Returns how many were
    added."""
    actor.require("exchange.configure")
    added = 0
    with transaction.atomic():
        for member in members:
            if member.member_class not in MemberClass.values:
                continue
            participant, is_new = Participant.objects.get_or_create(
                municipality=municipality, registry_code=member.code[:20], subsystem=member.subsystem[:60], system="",
                defaults={
                    "name": clean_text(member.name)[:160], "member_class": member.member_class,
                    "is_intermediary": member.is_intermediary,
                },
            )  # fmt: skip
            if member.is_intermediary and not participant.is_intermediary:
                participant.is_intermediary = True
                participant.save(update_fields=["is_intermediary"])
            added += is_new
        record("exchange.enter_participants", None, actor, listed=len(members), added=added)
    return added
