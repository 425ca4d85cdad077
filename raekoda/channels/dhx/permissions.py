"""Who sees documents, opens capsules, sends. Each opening of a capsule is written to the journal."""

from __future__ import annotations

import rules

from raekoda.casework.cases.models import Case
from raekoda.casework.cases.records import may_read_original
from raekoda.casework.cases.visibility import may_work_on
from raekoda.channels.dhx.models import Document
from raekoda.identity.accounts.rules import is_administrator, is_official, is_worker
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


@rules.predicate
def is_in_municipality(actor: Actor, subject: Document | Case | None) -> bool:
    """The document belongs to the municipality that is being served."""
    return subject is None or subject.municipality_id == current().pk


@rules.predicate
def reads(actor: Actor, document: Document | None) -> bool:
    """The actor may read the case of the document; without a case they direct it or wrote it."""
    return document is None or may_read_original(actor, document.case) or _is_author(actor, document)


@rules.predicate
def handles(actor: Actor, subject: Document | Case | None) -> bool:
    """The actor handles the case that a document is written from, or that of the document."""
    case = subject.case if isinstance(subject, Document) else subject
    return case is None or may_work_on(actor, case)


rules.add_perm("exchange.view", is_worker & is_in_municipality & reads)
rules.add_perm("exchange.look", is_official & is_in_municipality & reads)
rules.add_perm("exchange.send", is_official & is_in_municipality & handles)
rules.add_perm("exchange.receive", rules.predicates.always_deny)
rules.add_perm("exchange.configure", is_administrator)


def _is_author(actor: Actor, document: Document) -> bool:
    return document.case_id is None and actor.user is not None and document.author_id == actor.user.pk
