"""Second factors of staff: authenticator app (TOTP, RFC 6238), passkeys (WebAuthn), recovery codes.

Verification is stored in the session for its user. Attempts are rate-limited and every code works once.
"""

from __future__ import annotations

import secrets
from typing import Any

import pyotp
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from raekoda.identity.accounts.events import AddressProven
from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.accounts.rights import rights_of
from raekoda.identity.signin.errors import SecondFactorError
from raekoda.identity.signin.models import Passkey, RecoveryCode, Totp
from raekoda.platform.core import clock, journal, ratelimit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.secrets import Unreadable, keyed_digest
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.tokens import REF_ALPHABET

VERIFIED_KEY = "second_factor"
"""Session key that holds the id of the user who verified a second factor."""
STEP_SECONDS = 30
DRIFT_STEPS = 1
TRIES, WINDOW_SECONDS = 10, 600
CODES, CODE_LENGTH = 10, 10


def has_factor(user: Any) -> bool:
    """Whether the user has an app or a passkey; recovery codes alone do not count."""
    return Totp.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


def is_required(actor: Actor) -> bool:
    """Whether the municipality requires a second factor for one of the actor's roles."""
    roles = current().second_factor_roles
    if not roles or actor.user is None:
        return False
    return bool(getattr(actor.user, "is_superuser", False) or rights_of(actor).roles & set(roles))


def is_verified(request: HttpRequest) -> bool:
    """Whether the session's user has verified a second factor."""
    return request.user.is_authenticated and request.session.get(VERIFIED_KEY) == request.user.pk


def mark_verified(request: HttpRequest, user: Any) -> None:
    """Mark the session as verified for this user."""
    request.session[VERIFIED_KEY] = user.pk


def count_try(user: Any) -> None:
    """Count one attempt. Raises :class:`SecondFactorError` after too many."""
    if not ratelimit.allow("second-factor", str(user.pk), TRIES, WINDOW_SECONDS):
        raise SecondFactorError(_("Too many tries. Please wait ten minutes and try again."))


def check_code(user: Any, code: str) -> str:
    """Verify and use up a code of the app or a recovery code; returns "totp" or "recovery". Raises
    :class:`SecondFactorError`."""
    count_try(user)
    code = "".join(code.split()).replace("-", "").lower()
    if code.isdecimal() and _is_from_app(user, code):
        return "totp"
    if _is_recovery(user, code):
        return "recovery"
    raise SecondFactorError(_("This code is not right, or it was used already. Wait for the next one and try again."))


def generate_secret() -> str:
    """A new TOTP secret."""
    return pyotp.random_base32()


def get_app_uri(user: Any, secret: str) -> str:
    """The otpauth URI of the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=f"Raekoda {current().name}")


@transaction.atomic
def add_app(user: User, *, secret: str, code: str, actor: Actor) -> None:
    """Save an app after its first correct code; it replaces an earlier app. Raises :class:`SecondFactorError`."""
    actor.require("signin.own_factor")
    count_try(user)
    step = _step_of(secret, "".join(code.split()))
    if step is None:
        raise SecondFactorError(
            _("This is not the code that the app shows now. Check the clock of your phone and try again.")
        )
    Totp.objects.update_or_create(user=user, defaults={"secret": secret, "last_step": step, "created_at": clock.now()})
    journal.record("signin.add_factor", user, actor, factor="totp")


@transaction.atomic
def remove_app(user: User, *, actor: Actor) -> None:
    """Remove the app. Raises :class:`SecondFactorError` when it is the last factor and one is required."""
    _require_other_factor(user, actor, others=Passkey.objects.filter(user=user).exists())
    gone, _rows = Totp.objects.filter(user=user).delete()
    _delete_codes_without_factor(user)
    if gone:
        journal.record("signin.remove_factor", user, actor, factor="totp")


@transaction.atomic
def remove_passkey(passkey: Passkey, *, actor: Actor) -> None:
    """Remove a passkey. Raises :class:`SecondFactorError` when it is the last factor and one is required."""
    others = Passkey.objects.filter(user=passkey.user).exclude(pk=passkey.pk)
    _require_other_factor(
        passkey.user, actor, others=others.exists() or Totp.objects.filter(user=passkey.user).exists()
    )
    passkey.delete()
    _delete_codes_without_factor(passkey.user)
    journal.record("signin.remove_factor", passkey.user, actor, factor="passkey")


@transaction.atomic
def create_recovery_codes(user: User, *, actor: Actor) -> list[str]:
    """Create ten recovery codes, which replace earlier ones. Returned once, stored as digests."""
    actor.require("signin.own_factor")
    codes = ["".join(secrets.choice(REF_ALPHABET) for _each in range(CODE_LENGTH)) for _code in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_digest=_digest(user, code)) for code in codes)
    journal.record("signin.recovery_codes", user, actor)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


@transaction.atomic
def reset(membership: Membership, *, actor: Actor) -> None:
    """Remove a colleague's second factors; they can sign in by password and set up new ones.

    Raises :class:`SecondFactorError` for a user of several municipalities: one must not give access to another.
    """
    actor.require("people.manage")
    user = membership.user
    elsewhere = user.memberships.exclude(municipality=current()).exists()
    if membership.municipality_id != current().pk or user.is_superuser or elsewhere:
        raise SecondFactorError(
            _("This person also works in another municipality: their second factor is reset by the platform.")
        )
    _remove_all(user)
    journal.record("signin.reset_factor", user, actor)


@transaction.atomic
def require_for(roles: list[str], *, actor: Actor) -> None:
    """Set the roles that require a second factor. Raises ``PermissionDenied``."""
    actor.require("signin.manage")
    municipality = current()
    municipality.second_factor_roles = [role for role in Role.values if role in roles]
    municipality.save(update_fields=["second_factor_roles"])
    journal.record("signin.require_factor", municipality, actor, roles=municipality.second_factor_roles)


def _is_from_app(user: Any, code: str) -> bool:
    try:
        totp = Totp.objects.filter(user=user).first()
    except Unreadable:
        return False
    step = _step_of(totp.secret, code) if totp else None
    if totp is None or step is None:
        return False
    return bool(Totp.objects.filter(pk=totp.pk, last_step__lt=step).update(last_step=step))


def _step_of(secret: str, code: str) -> int | None:
    """The time step of a code, within one step of the present (RFC 6238, 5.2); None for a wrong code."""
    counter = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        if secrets.compare_digest(counter.at(step * STEP_SECONDS).encode(), code.encode()):
            return step
    return None


def _is_recovery(user: Any, code: str) -> bool:
    unused = RecoveryCode.objects.filter(user=user, code_digest=_digest(user, code), used_at=None)
    return has_factor(user) and bool(unused.update(used_at=clock.now()))


def _digest(user: Any, code: str) -> str:
    return keyed_digest("signin.recovery", f"{user.pk}:{code}")


def _require_other_factor(user: User, actor: Actor, *, others: bool) -> None:
    actor.require("signin.own_factor")
    if not others and is_required(actor):
        raise SecondFactorError(
            _("Your municipality asks for a second factor. Add another one before you take away the last.")
        )


def _delete_codes_without_factor(user: User) -> None:
    if not has_factor(user):
        RecoveryCode.objects.filter(user=user).delete()


@on(AddressProven)
def remove_factors_of_others(event: AddressProven) -> None:
    """Whoever set up second factors before the address was proven may have been somebody else."""
    _remove_all(event.user)


def _remove_all(user: Any) -> None:
    Totp.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
