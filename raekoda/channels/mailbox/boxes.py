"""Finds the box of a letter by its recipients."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django_scopes import scopes_disabled

from raekoda.casework.letters import senders, threads
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.models import Box
from raekoda.channels.mailbox.reading import headers
from raekoda.channels.mailbox.reading.parsing import Parsed
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.models import Municipality

LONGEST_LINE = 1000


def _active(municipality_id: int) -> tuple[Box, ...]:
    return tuple(Box.objects.filter(is_active=True).select_related("unit", "service", "topic").order_by("id"))


active = MunicipalityCache("mailboxes", _active, Box)


def primary_address(municipality: Municipality) -> str:
    """The address of the municipality's first active box; "" when it has none."""
    return next((box.address for box in active.get(municipality.pk)), "")


def normalize_address(address: str) -> str:
    """The address without display name and without ``+part``, in lower case."""
    name, _, domain = parseaddr(address)[1].lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}" if name else ""


def box_for(municipality: Municipality, addresses: Iterable[str]) -> Box | None:
    """The active box of one of ``addresses``, else the municipality's first active box; None when it has none."""
    known = {box.address: box for box in active.get(municipality.pk)}
    found = next((known[plain] for each in addresses if (plain := normalize_address(each)) in known), None)
    return found or next(iter(known.values()), None)


def is_own_address(municipality: Municipality, address: str) -> bool:
    """Whether the installation sends mail from the address; used to detect its own letters."""
    plain = normalize_address(address)
    own = {box.address for box in active.get(municipality.pk)} | {normalize_address(settings.DEFAULT_FROM_EMAIL)}
    replies = settings.RAEKODA_MAIL_REPLY_DOMAIN
    return plain in own or bool(replies and plain.endswith(f"@{replies}"))


def is_own_letter(municipality: Municipality, parsed: Parsed) -> bool:
    """Whether the installation sent the letter. A letter in our name that names another address to answer is not ours, but
    of a web form elsewhere."""
    if threads.tokens_in_message_ids(parsed.message_id):
        return True
    return is_own_address(municipality, parsed.sender[1]) and is_own_address(municipality, parsed.reply_address)


def names_own_address(municipality: Municipality, line: str) -> bool:
    """Whether a line holds one of our addresses."""
    own = {senders.get_sender(municipality).address.lower(), municipality.email.lower()}
    found = [address.lower() for address in headers.ADDRESS.findall(line[:LONGEST_LINE])]
    return any(address in own or is_own_address(municipality, address) for address in found)


def find_recipient(address: str) -> tuple[Municipality, Box] | None:
    """The municipality and box of a recipient: the address of an active box, or the reply address of a letter."""
    with scopes_disabled():
        box = (
            Box.objects.filter(address=normalize_address(address), is_active=True)
            .select_related("municipality")
            .first()
        )
        if box is not None:
            return box.municipality, box
        domain = address.rpartition("@")[2].lower()
        tokens = threads.tokens_in_addresses([address]) if domain == settings.RAEKODA_MAIL_REPLY_DOMAIN.lower() else []
        letter = Letter.objects.filter(token__in=tokens).select_related("municipality").first() if tokens else None
        if letter is None:
            return None
        boxes = Box.objects.filter(municipality=letter.municipality, is_active=True)
        box = (letter.answer_to and boxes.filter(address=letter.answer_to).first()) or boxes.order_by("id").first()
        return (letter.municipality, box) if box else None
