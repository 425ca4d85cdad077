"""Records that refer to others by type and key (``subject_type``, ``subject_id``), and who may read these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import Registry


@dataclass(frozen=True)
class SubjectGate:
    """``readable(actor)`` returns the records of ``model`` that a member of staff may read, as a query."""

    model: type[models.Model]
    readable: Callable[[Actor], QuerySet[Any]]


subject_gates: Registry[SubjectGate] = Registry(
    f"{__name__}.subject_gates",
    SubjectGate,
    "Records that deliveries and payments are about, with who may read them",
    key=lambda gate: gate.model._meta.label_lower,
)


def of_readable_subjects(actor: Actor, *, besides: type[models.Model] | None = None) -> Q:
    """Filter of records whose subject ``actor`` may read; those of types without a gate are all held. ``besides`` is the model
    of the records themselves, when it has a gate, too."""
    found = Q()
    for gate in subject_gates:
        if gate.model is besides:
            continue
        is_other = ~Q(subject_type=gate.model._meta.label_lower)
        found &= is_other | Q(subject_id__in=gate.readable(actor).order_by().values("pk"))
    return found
