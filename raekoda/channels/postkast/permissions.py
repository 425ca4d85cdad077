"""Who may send to the state mailbox, and who may set it up."""

from __future__ import annotations

import rules

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.records import may_read_record
from raekoda.casework.cases.visibility import may_work_on
from raekoda.channels.postkast.models import Letter, Template
from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_in_municipality(actor: Actor, subject: Case | Letter | Template | None) -> bool:
    """The record belongs to the municipality of the request."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def reads(actor: Actor, subject: Case | Letter | None) -> bool:
    """The actor may read the case, or that of the letter."""
    return subject is None or may_read_record(actor, _get_case(subject))


@rules.predicate
def handles(actor: Actor, subject: Case | Letter | None) -> bool:
    """The actor handles the case, or that of the letter."""
    case = None if subject is None else _get_case(subject)
    return case is None or may_work_on(actor, case)


rules.add_perm("statebox.view", is_official & is_in_municipality & reads)
rules.add_perm("statebox.send", is_official & is_in_municipality & reads & handles)
rules.add_perm("statebox.manage", is_administrator & is_in_municipality)


def _get_case(subject: Case | Letter) -> Case | None:
    return subject if isinstance(subject, Case) else subject.case
