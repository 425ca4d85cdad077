"""Passkeys of staff by WebAuthn (py_webauthn). The challenge is stored in the session and used once."""

from __future__ import annotations

import base64
import json
from typing import Any

import webauthn
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from raekoda.identity.accounts.models import User
from raekoda.identity.signin import factors
from raekoda.identity.signin.errors import SecondFactorError
from raekoda.identity.signin.models import Passkey
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor

CHALLENGE = "passkey_challenge"
MAX_PASSKEYS = 10
MAX_ANSWER_LENGTH = 20_000
TRANSPORTS = {each.value for each in AuthenticatorTransport}


def get_host(request: HttpRequest) -> str:
    """The host that passkeys are bound to (RP ID)."""
    return request.get_host().rsplit(":", 1)[0].strip("[]").lower()


def get_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def passkeys_of(user: Any, host: str) -> list[Passkey]:
    """The user's passkeys for this host."""
    return list(Passkey.objects.filter(user=user, host=host))


def get_registration_options(request: HttpRequest, user: User) -> dict[str, Any]:
    """Options for registering a passkey; stores the challenge."""
    options = webauthn.generate_registration_options(
        rp_id=get_host(request),
        rp_name="Raekoda",
        user_name=user.get_username(),
        user_id=f"raekoda-{user.pk}".encode(),
        user_display_name=user.display_name,
        exclude_credentials=[_descriptor(each) for each in passkeys_of(user, get_host(request))],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return options_to_json_dict(options)


def add(request: HttpRequest, user: User, *, answer: str, name: str, actor: Actor) -> Passkey:
    """Verify and save a new passkey. Raises :class:`SecondFactorError`."""
    actor.require("signin.own_factor")
    credential = _credential(answer)
    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_challenge(request),
            expected_rp_id=get_host(request),
            expected_origin=get_origin(request),
        )
    except (WebAuthnException, ValueError) as error:
        raise SecondFactorError(_("The key was not taken. Please try again.")) from error
    if Passkey.objects.filter(user=user).count() >= MAX_PASSKEYS:
        raise SecondFactorError(_("You have ten keys already. Take one away first."))
    given = (credential.get("response") or {}).get("transports")
    try:
        with transaction.atomic():
            passkey = Passkey.objects.create(
                user=user, name=name.strip()[:60] or _("Passkey"), host=get_host(request),
                credential_id=bytes_to_base64url(verified.credential_id), public_key=verified.credential_public_key,
                sign_count=verified.sign_count, created_at=clock.now(),
                transports=[each for each in given if each in TRANSPORTS] if isinstance(given, list) else [],
            )  # fmt: skip
            journal.record("signin.add_factor", user, actor, factor="passkey")
    except IntegrityError as error:
        raise SecondFactorError(_("This key is in use already.")) from error
    return passkey


def get_authentication_options(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Options for authentication; stores the challenge. Empty when the user has no passkey for this host."""
    keys = passkeys_of(user, get_host(request))
    if not keys:
        return {}
    options = webauthn.generate_authentication_options(
        rp_id=get_host(request),
        allow_credentials=[_descriptor(each) for each in keys],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[CHALLENGE] = bytes_to_base64url(options.challenge)
    return options_to_json_dict(options)


def check(request: HttpRequest, user: Any, answer: str) -> None:
    """Verify the response of one of the user's passkeys. Raises :class:`SecondFactorError`."""
    factors.count_try(user)
    credential = _credential(answer)
    challenge = _challenge(request)
    host = get_host(request)
    with transaction.atomic():
        passkey = (
            Passkey.objects.select_for_update()
            .filter(user=user, host=host, credential_id=str(credential.get("id", "")))
            .first()
        )
        if passkey is None:
            raise SecondFactorError(_("This key is not one of yours."))
        try:
            verified = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=host,
                expected_origin=get_origin(request),
                credential_public_key=bytes(passkey.public_key),
                credential_current_sign_count=passkey.sign_count,
            )
        except (WebAuthnException, ValueError) as error:
            raise SecondFactorError(_("The key was not taken. Please try again.")) from error
        passkey.sign_count, passkey.used_at = verified.new_sign_count, clock.now()
        passkey.save(update_fields=["sign_count", "used_at"])


def _challenge(request: HttpRequest) -> bytes:
    """The session's last challenge, removed from the session."""
    challenge = request.session.pop(CHALLENGE, "")
    if not challenge:
        raise SecondFactorError(_("The page was open too long. Please try again."))
    return base64url_to_bytes(challenge)


def _credential(answer: str) -> dict[str, Any]:
    try:
        credential = json.loads(answer[:MAX_ANSWER_LENGTH])
    except (ValueError, RecursionError) as error:
        raise SecondFactorError(_("The key was not taken. Please try again.")) from error
    if not isinstance(credential, dict):
        raise SecondFactorError(_("The key was not taken. Please try again."))
    return credential


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    transports = [AuthenticatorTransport(each) for each in passkey.transports if each in TRANSPORTS]
    padded = passkey.credential_id + "=" * (-len(passkey.credential_id) % 4)
    return PublicKeyCredentialDescriptor(id=base64.urlsafe_b64decode(padded), transports=transports or None)
