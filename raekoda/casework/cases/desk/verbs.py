"""The actions on a case's page: one table of names, forms and labels."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from raekoda.casework.cases import rules
from raekoda.casework.cases.desk import access_forms, forms
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import Registry


@dataclass(frozen=True)
class Action:
    """``slug`` is its part of the address, ``verb`` the verb of the state machine, ``permission`` the permission needed."""

    name: str
    slug: str
    verb: Verb
    permission: str
    label: Any
    button: Any
    icon: str
    form: type[forms.CaseForm]
    done: Any
    key: str = ""


ACTIONS = {
    action.name: action
    for action in (
        Action("answer", "vastan", Verb.ANSWER, "cases.answer", _("Answer the sender"), _("Send the answer and close"), "send",
               forms.AnswerForm, _("The answer is on its way and the case is closed."), "a"),
        Action("ask", "kysin", Verb.ASK, "cases.ask", _("Ask the sender"), _("Send the question"), "message-circle",
               forms.AskForm, _("The question is on its way; the case waits for the sender."), "q"),
        Action("note", "margin", Verb.NOTE, "cases.note", _("Internal note"), _("Keep the note"), "sticky-note",
               forms.NoteForm, _("The note is kept."), "n"),
        Action("assign_to_self", "votan", Verb.ASSIGN, "cases.take", _("Take it"), _("Take it"), "hand",
               forms.TakeForm, _("The case is yours."), "t"),
        Action("assign", "suunan", Verb.ASSIGN, "cases.assign", _("Assign"), _("Assign"), "user-round-check",
               forms.AssignForm, _("The case is assigned."), "s"),
        Action("set_service", "teenus", Verb.SET_SERVICE, "cases.set_service", _("Change the service"), _("Save"), "tag",
               forms.ServiceForm, _("The service is changed.")),
        Action("set_kind", "liik", Verb.SET_SERVICE, "cases.set_service", _("Change the kind"), _("Save"), "shapes",
               forms.KindForm, _("The kind is changed and the deadline counted anew.")),
        Action("set_sensitivity", "tundlikkus", Verb.SET_SENSITIVITY, "cases.set_sensitivity",
               _("Decide the sensitivity"), _("Save"), "shield", access_forms.SensitivityForm,
               _("The sensitivity is decided.")),
        Action("ask_in", "kaasan", Verb.ASK_IN, "cases.ask_in", _("Ask a colleague in"), _("Ask in"), "user-plus",
               access_forms.AskInForm, _("The colleague may read the case now.")),
        Action("extend", "pikendan", Verb.EXTEND, "cases.extend", _("Extend the deadline"), _("Extend"), "calendar-plus",
               forms.ExtendForm, _("The deadline is extended and the sender is told.")),
        Action("suspend", "peatan", Verb.SUSPEND, "cases.suspend", _("Suspend"), _("Suspend"), "pause",
               forms.SuspendForm, _("The clock stands still and the sender is told.")),
        Action("resume", "jatkan", Verb.RESUME, "cases.resume", _("Go on with it"), _("Let the clock run again"), "play",
               forms.ResumeForm, _("The clock runs again.")),
        Action("add_reply", "lisan", Verb.REPLY, "cases.reply", _("Add what the sender said"), _("Add"), "message-square-plus",
               forms.ReplyForm, _("The sender's words are added.")),
        Action("forward", "edastan", Verb.FORWARD, "cases.forward", _("Forward to another body"), _("Forward"), "forward",
               forms.ForwardForm, _("The case is forwarded and the sender is told.")),
        Action("merge", "liidan", Verb.MERGE, "cases.merge", _("Join to another case"), _("Join"), "merge",
               forms.MergeForm, _("The cases are joined.")),
        Action("close", "lopetan", Verb.ANSWER, "cases.close", _("Close with a notice"), _("Close the case"), "circle-check",
               forms.CloseForm, _("The case is closed and the sender is told.")),
        Action("reopen", "avan", Verb.REOPEN, "cases.reopen", _("Open again"), _("Open again"), "rotate-ccw",
               forms.ReopenForm, _("The case is open again with its unit.")),
        Action("release", "avalikusta", Verb.NOTE, "cases.release_attachment", _("Show to the public"), _("Show to the public"),
               "eye",
               forms.ReleaseForm, _("Everyone can see the photo now.")),
        Action("withdraw", "peida", Verb.NOTE, "cases.release_attachment", _("Hide from the public"), _("Hide from the public"),
               "eye-off",
               forms.WithdrawForm, _("The photo is hidden from the public.")),
    )
}  # fmt: skip
ACTIONS_BY_SLUG = {action.slug: action for action in ACTIONS.values()}

WithheldActions = Callable[[Case], Collection[str]]
withheld_actions: Registry[WithheldActions] = Registry(
    f"{__name__}.withheld_actions",
    WithheldActions,
    "Names of the actions that an app above refuses for a case, which its page does not offer",
)

COMPOSER = ("answer", "ask", "note")
CLOCK = ("extend", "suspend", "resume")
FURTHER = ("add_reply", "forward", "merge", "close", "reopen")


def offered_actions(case: Case, actor: Actor) -> dict[str, Action]:
    """The actions that the case's state and the actor's permissions allow, by name."""
    if case.anonymised_at is not None:
        return {}
    possible = rules.allowed_verbs(case.status)
    return {
        name: action for name, action in ACTIONS.items() if action.verb in possible and _is_offered(action, case, actor)
    }


def _is_offered(action: Action, case: Case, actor: Actor) -> bool:
    if action.name == "assign_to_self" and (case.official_id == actor.id or not actor.may("cases.answer", case)):
        return False
    if action.name == "release" and case.is_restricted:
        return False
    if any(action.name in without(case) for without in withheld_actions):
        return False
    return actor.may(action.permission, case)
