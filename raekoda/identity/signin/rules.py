"""Rules of the protocols, pure: kinds of providers, levels of assurance, subjects."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from stdnum.ee import ik


class Kind(models.TextChoices):
    TARA = "tara", _("TARA, the state's authentication service")
    GOVSSO = "govsso", _("GovSSO, the state's single sign-on")
    TEST = "test", _("test login with made-up people")


class Level(models.TextChoices):
    """eIDAS levels of assurance, lowest first (TARA specification, chapter 8)."""

    LOW = "low", _("low")
    SUBSTANTIAL = "substantial", _("substantial")
    HIGH = "high", _("high")


class Method(models.TextChoices):
    """Means of authentication by their scope (TARA specification, 4.1.4)."""

    IDCARD = "idcard", _("ID-card")
    MID = "mid", _("Mobile-ID")
    SMARTID = "smartid", _("Smart-ID")
    EIDAS = "eidas", _("e-ID of another country")


METHOD_OF_AMR = {"idcard": Method.IDCARD, "mID": Method.MID, "smartid": Method.SMARTID, "eIDAS": Method.EIDAS}


@dataclass(frozen=True)
class Profile:
    """Differences between kinds of providers: default level, claims of the name, provider sessions, choice of
    methods."""

    level: Level
    attributes: str
    born_on: str
    has_sessions: bool
    chooses_methods: bool


PROFILES = {
    Kind.TARA: Profile(Level.SUBSTANTIAL, "profile_attributes", "date_of_birth", False, True),
    Kind.GOVSSO: Profile(Level.HIGH, "", "birthdate", True, False),
    Kind.TEST: Profile(Level.SUBSTANTIAL, "profile_attributes", "date_of_birth", False, False),
}

SUBJECT = re.compile(r"^(?P<country>[A-Z]{2})(?P<code>[!-~]{1,254})$")
MAX_NAME_LENGTH = 160
MIN_KEY_BITS = 2048


@dataclass(frozen=True)
class Identity:
    """The identity that a provider has verified."""

    country: str
    code: str
    given_name: str
    family_name: str
    born_on: date | None
    method: str
    level: str
    sid: str
    token_id: str
    expires_at: int


def parse_subject(value: Any) -> tuple[str, str] | None:
    """Country and code of a ``sub`` claim: "EE60001019906" gives ("EE", "60001019906").

    An Estonian personal code needs a valid check digit; identifiers of other countries (eIDAS) are not checked. None
    for anything else (TARA specification, 4.3.3).
    """
    found = SUBJECT.match(value) if isinstance(value, str) else None
    if found is None or (found["country"] == "EE" and not ik.is_valid(found["code"])):
        return None
    if found["country"] == "EE" and not re.fullmatch(r"\d{11}", found["code"]):
        return None
    return found["country"], found["code"]


def reaches(level: Any, least: str) -> bool:
    """Whether an ``acr`` claim is at least ``least``; a level that is missing or unknown never is."""
    order = list(Level.values)
    return isinstance(level, str) and level in order and order.index(level) >= order.index(least)


def parse_method(amr: Any) -> str:
    """The method in an ``amr`` claim; "" when it has none or several known ones."""
    named = {METHOD_OF_AMR[each] for each in amr if each in METHOD_OF_AMR} if _is_text_list(amr) else set()
    return str(named.pop()) if len(named) == 1 else ""


def get_scope(kind: str, methods: Iterable[str]) -> str:
    """The ``scope`` of an authentication request: all methods, or the chosen ones."""
    chosen = [each for each in Method.values if each in set(methods)]
    if kind == Kind.TARA and chosen == [Method.EIDAS]:
        chosen = ["eidasonly"]
    return " ".join(["openid", *(chosen if PROFILES[Kind(kind)].chooses_methods else [])])


def parse_names(claims: Mapping[str, Any], profile: Profile) -> tuple[str, str, date | None]:
    """Given name, family name and date of birth from the profile's claims."""
    attributes = claims.get(profile.attributes) if profile.attributes else claims
    attributes = attributes if isinstance(attributes, Mapping) else {}
    return (
        _name(attributes.get("given_name")),
        _name(attributes.get("family_name")),
        _day(attributes.get(profile.born_on)),
    )


def get_code_challenge(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def get_safe_path(address: str | None, host: str, *, is_secure: bool) -> str:
    """``address`` when it is a path on this host, else "/"."""
    if not address or not url_has_allowed_host_and_scheme(address, {host}, require_https=is_secure):
        return "/"
    return address if address.startswith("/") else "/"


def _is_text_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _name(value: Any) -> str:
    return " ".join(value.split())[:MAX_NAME_LENGTH] if isinstance(value, str) else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
