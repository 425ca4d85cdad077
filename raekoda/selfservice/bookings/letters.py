"""Letters of bookings, written in the transaction of the change under a unique key, so that each is sent once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import override

from raekoda.casework.letters.letters import LetterDraft, write_without_case
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.money import euros
from raekoda.selfservice.bookings import addresses, presenters
from raekoda.selfservice.bookings.models import Booking, WaitingEntry

FOR_STAFF = ("asked", "confirmed", "moved", "cancelled")
SILENT = ("no_show",)


def to_booker(booking: Booking, what: str, reason: str = "") -> None:
    """Notify the booker of the change ``what``; "held" waits for the booker's confirmation or payment."""
    if not booking.email or booking.is_block or what in SILENT:
        return
    if what == "held":
        what = "word" if booking.needs_word else "pay"
    name = "bookings/word" if what in ("word", "offered") else "bookings/booking"
    write_without_case(booking.municipality, [LetterDraft(name, _key(booking, what), booking.email, booking.language,
                                          _context(booking, what, reason))])  # fmt: skip


def remind(booking: Booking) -> None:
    """Send a reminder. Idempotent: the key of the letter contains the start of the booking."""
    key = f"booking:{booking.pk}:reminder:{booking.starts_at.timestamp():.0f}"
    context = _context(booking, "reminder", "")
    write_without_case(
        booking.municipality, [LetterDraft("bookings/booking", key, booking.email, booking.language, context)]
    )


def to_staff(booking: Booking, what: str) -> None:
    """Notify the official of the reception hour, or the unit that approves. The letter contains no names."""
    resource = booking.resource
    if resource.official_id and resource.official:
        to = resource.official.email
    elif what == "asked" and resource.unit_id and resource.unit:
        to = resource.unit.email
    else:
        return
    context = {"what": what, "booking": booking, "url": addresses.desk_url(booking), "when": _when(booking, "et")}
    write_without_case(
        booking.municipality, [LetterDraft("bookings/staff", f"{_key(booking, what)}:staff", to, "et", context)]
    )


def to_waiting(entry: WaitingEntry) -> None:
    """Confirm that an entry is on the waiting list, with the link to leave it."""
    with override(entry.language):
        when = presenters.format_when(entry.starts_at, entry.ends_at)
    context = {"entry": entry, "when": when, "url": addresses.waiting_url(entry)}
    write_without_case(
        entry.municipality,
        [LetterDraft("bookings/waiting", f"waiting:{entry.pk}", entry.email, entry.language, context)],
    )


def erase(bookings: Iterable[int]) -> int:
    """Erase address and text of letters about bookings (ids); the rows stay. Returns the number of letters erased."""
    return sum(_erase(Letter.objects.filter(key__startswith=f"booking:{pk}:")) for pk in bookings)


def erase_waiting(entries: QuerySet[WaitingEntry]) -> int:
    """The same for letters about waiting list entries."""
    return _erase(Letter.objects.filter(key__in=[f"waiting:{pk}" for pk in entries.values_list("pk", flat=True)]))


def _erase(letters: QuerySet[Letter]) -> int:
    return letters.exclude(text="").update(to="", subject="", text="")


def _context(booking: Booking, what: str, reason: str) -> dict[str, object]:
    with override(booking.language):
        price = euros(booking.to_pay) if booking.to_pay else ""
        until = presenters.format_moment(booking.hold_until) if booking.hold_until else ""
    return {
        "what": what, "booking": booking, "reason": reason, "url": addresses.url(booking),
        "when": _when(booking, booking.language), "price": price, "until": until, "offered": what == "offered",
    }  # fmt: skip


def _when(booking: Booking, language: str) -> str:
    with override(language):
        return presenters.format_when(booking.starts_at, booking.ends_at)


def _key(booking: Booking, what: str) -> str:
    return f"booking:{booking.pk}:{what}:{booking.sequence}"
