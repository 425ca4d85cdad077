"""Who acts: every action takes an :class:`Actor` and asks it for permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from raekoda.platform.core.models import JournalEntry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Kind = JournalEntry.ActorKind


@dataclass(frozen=True)
class Actor:
    """A member of staff, a resident, the system, or an integration.

    A resident is known by the link or the form in their hand, or is signed in: ``person_id`` is who acts then, ``subject_id``
    for whom (oneself, a child, an organisation); both are keys of ``persons.Person``.
    """

    kind: Kind
    user: AbstractBaseUser | None = None
    key_id: int | None = None
    request_id: str = ""
    person_id: int | None = None
    subject_id: int | None = None

    @classmethod
    def system(cls) -> Actor:
        return cls(Kind.SYSTEM)

    @classmethod
    def resident(cls, request_id: str = "", *, person_id: int | None = None, subject_id: int | None = None) -> Actor:
        return cls(Kind.RESIDENT, request_id=request_id, person_id=person_id, subject_id=subject_id or person_id)

    @classmethod
    def staff(cls, user: AbstractBaseUser, request_id: str = "") -> Actor:
        return cls(Kind.STAFF, user=user, request_id=request_id)

    @classmethod
    def integration(cls, key_id: int, request_id: str = "") -> Actor:
        return cls(Kind.INTEGRATION, key_id=key_id, request_id=request_id)

    @classmethod
    def of(cls, request: HttpRequest) -> Actor:
        """Staff when the request's user is a member of its municipality, otherwise a resident, signed in or not.

        Staff are one actor for the whole request, so that their rights are read once.
        """
        request_id = getattr(request, "request_id", "")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            known: Actor | None = request.__dict__.get("_staff_actor")
            if known is None or known.user is not user:
                known = request.__dict__["_staff_actor"] = cls.staff(user, request_id)
            return known
        signed_in = getattr(request, "resident", None)
        if signed_in:
            return cls.resident(request_id, person_id=signed_in.person_id, subject_id=signed_in.subject_id)
        return cls.resident(request_id)

    @property
    def id(self) -> int | None:
        return self.user.pk if self.user is not None else self.key_id or self.person_id

    @property
    def is_staff(self) -> bool:
        return self.kind == Kind.STAFF

    def may(self, permission: str, subject: Any = None) -> bool:
        """Whether the rule named ``permission`` (registered with ``rules.add_perm``) allows this; the system may all."""
        return self.kind == Kind.SYSTEM or rules.has_perm(permission, self, subject)

    def require(self, permission: str, subject: Any = None) -> None:
        """Raises ``PermissionDenied`` unless :meth:`may`."""
        if not self.may(permission, subject):
            raise PermissionDenied(permission)
