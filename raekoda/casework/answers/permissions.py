"""Permissions on published answers: officials and editors write and check them."""

from __future__ import annotations

import rules

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.identity.accounts.rules import is_official, is_writer
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_here(actor: Actor, answer: PublishedAnswer | None) -> bool:
    """The answer belongs to the current municipality."""
    return answer is None or answer.municipality_id == current().pk


writes_answers = (is_official | is_writer) & is_here

rules.add_perm("answers.write", writes_answers)
rules.add_perm("answers.release", writes_answers)
