"""Keys with which other systems call our interfaces: shown once when made, stored as a digest."""

from __future__ import annotations

import secrets
from typing import TypeVar

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.guessing import GuessLimit
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality, TenantModel
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.tokens import digest

SHOWN_CHARACTERS = 8
WRONG_KEYS = GuessLimit("api-key", of_address=20, of_name=20, seconds=60)
"""The name that is limited is the first characters of a key."""


class AbstractApiKey(TenantModel):
    """A key of which only the digest and the first characters are stored."""

    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=SHOWN_CHARACTERS)
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


ApiKey = TypeVar("ApiKey", bound=AbstractApiKey)
AnyKey = TypeVar("AnyKey", bound=models.Model)


def create_key(model: type[ApiKey], municipality: Municipality, name: str, *, actor: Actor) -> tuple[ApiKey, str]:
    """A new key and its plain text, which is stored nowhere. The journal has it as ``<app label>.new_key``."""
    plain = secrets.token_urlsafe(24)
    key = model(municipality=municipality, name=name, digest=digest(plain), prefix=plain[:SHOWN_CHARACTERS])
    with transaction.atomic():
        key.save(force_insert=True)
        record(f"{key._meta.app_label}.new_key", key, actor, prefix=key.prefix)
    return key, plain


def change_key(key: AnyKey, *, name: str, is_active: bool, actor: Actor) -> AnyKey:
    """Rename a key, or put it out of use. The journal has it as ``<app label>.change_key``."""
    key.name, key.is_active = name, is_active  # type: ignore[attr-defined]
    with transaction.atomic():
        key.save(update_fields=["name", "is_active"])
        record(f"{key._meta.app_label}.change_key", key, actor, is_active=is_active)
    return key


def wrong_key(request: HttpRequest, plain: str) -> int:
    """Count a key that is not ours. Seconds to wait, 0 within the limits."""
    return WRONG_KEYS.attempt(request, plain[:SHOWN_CHARACTERS])


def active_key(model: type[ApiKey], plain: str) -> ApiKey | None:
    """The active key of the open municipality with this plain text; ``None`` when there is none."""
    rows = model._default_manager.filter(digest=digest(plain), is_active=True, municipality=current())
    return rows.first()
