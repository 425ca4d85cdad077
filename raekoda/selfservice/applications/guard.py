"""Guards on cases of applications: they end with a decision or a withdrawal only.

Handlers run inside the transaction of the action; raising prevents it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from raekoda.casework.cases import events as happened
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Kind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.selfservice.applications.actions.erasure import erase_application
from raekoda.selfservice.applications.models import Application, Decision


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    application = _application_of(event.case)
    if application is None or application.withdrawn_at is not None or _is_decided(application):
        return
    raise CaseError(_("An application ends with a decision. Draft it in the box “Application” of this page."), "text")


@on(happened.CaseMerged)
def merged(event: happened.CaseMerged) -> None:
    if _application_of(event.case) is not None or _application_of(event.into) is not None:
        raise TransitionNotAllowed(_("An application cannot be joined to another case: each gets its own decision."))


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    if _application_of(event.case) is not None:
        raise TransitionNotAllowed(_("An application cannot be forwarded: it ends with a decision, here."))


@on(happened.CaseReopened)
def reopened(event: happened.CaseReopened) -> None:
    application = _application_of(event.case)
    if application is not None and (application.withdrawn_at is not None or _is_decided(application)):
        raise TransitionNotAllowed(
            _("A decided or withdrawn application stays as it is. A challenge is a case of its own.")
        )


@on(happened.CaseKindSet)
def kind_set(event: happened.CaseKindSet) -> None:
    if event.case.kind != Kind.APPLICATION and Application.objects.filter(case=event.case).exists():
        raise TransitionNotAllowed(_("An application stays one: its kind cannot be changed."))


@on(happened.CaseAnonymised)
def anonymised(event: happened.CaseAnonymised) -> None:
    """Erase the answers when the retention period of the case ends."""
    application = _application_of(event.case)
    if application is not None:
        erase_application(application, actor=Actor.system())


def _application_of(case: Case) -> Application | None:
    return Application.objects.filter(case=case).first() if case.kind == Kind.APPLICATION else None


def _is_decided(application: Application) -> bool:
    return Decision.objects.filter(application=application, state=Decision.State.MADE).exists()
