"""Template data of the page of a recording."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.defaultfilters import date as written_date
from django.template.defaultfilters import filesizeformat
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.channels.recordings import redaction
from raekoda.channels.recordings.forms import ProposalForm
from raekoda.channels.recordings.models import Proposal, Recording, State
from raekoda.identity.accounts.models import User
from raekoda.platform.core import journal
from raekoda.platform.core.models import JournalEntry

Kind = JournalEntry.ActorKind
NEWEST_LINES = 60
TONES = {
    State.WAITING: "warning",
    State.WORKING: "info",
    State.READY: "success",
    State.FAILED: "danger",
    State.DELETED: "neutral",
}
STEPS = {
    "recordings.receive": (gettext_lazy("Taken in"), "inbox", "info"),
    "recordings.ready": (gettext_lazy("Processed"), "check", "success"),
    "recordings.stopped": (gettext_lazy("Stopped"), "triangle-alert", "warning"),
    "recordings.retry": (gettext_lazy("Tried again"), "rotate-ccw", "info"),
    "recordings.look": (gettext_lazy("Heard or read"), "eye", "neutral"),
    "recordings.accept": (gettext_lazy("Made into a draft"), "file-pen", "success"),
    "recordings.refuse": (gettext_lazy("Was put aside"), "archive", "neutral"),
    "recordings.delete": (gettext_lazy("File deleted"), "trash-2", "warning"),
}
LANGUAGES = dict(settings.LANGUAGES)


def add_tone(recording: Recording) -> Recording:
    """Set ``tone``, the tone of the state."""
    recording.tone = TONES[State(recording.state)]  # type: ignore[attr-defined]
    return recording


def format_duration(seconds: float | None) -> str:
    """ "3:07" or "1:02:07"; empty for none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def facts(recording: Recording) -> list[tuple[str, Any]]:
    """(label, value) pairs of metadata."""
    actor = recording.received_by.display_name if recording.received_by else ""
    return [
        (_("Kind"), recording.get_kind_display()),
        (_("Handed in through"), recording.get_source_display()),
        (_("Received"), written_date(localtime(recording.received_at), "SHORT_DATETIME_FORMAT")),
        (_("Handed in by"), actor),
        (_("Your reference"), recording.reference),
        (_("Consent"), _("given") if recording.consent else _("not noted")),
        (_("Length"), format_duration(recording.seconds)),
        (_("Pages"), recording.pages),
        (_("Size"), filesizeformat(recording.size)),
        (_("Language"), LANGUAGES.get(recording.language, "")),
        (_("Speech engine"), recording.engine),
        (_("Attachments, not opened"), ", ".join(recording.attachments)),
        (_("Kept until"), written_date(recording.delete_after, "SHORT_DATE_FORMAT")),
    ]


def transcript(recording: Recording) -> list[dict[str, Any]]:
    """Segments with time or speaker, and the redacted text as safe HTML."""
    speakers = {"asker": _("Asker"), "replier": _("Official")}
    return [
        {
            "time": format_duration(row.get("start")),
            "speaker": speakers.get(row.get("speaker", ""), ""),
            "html": redaction.highlight_marks(row["text"]),
        }
        for row in recording.segments
    ]


def proposals(recording: Recording, sent: ProposalForm | None, of: Proposal | None) -> list[dict[str, Any]]:
    """Proposals with a form for undecided ones; ``sent`` is the submitted form of the proposal ``of``."""
    rows = recording.proposals.select_related("answer")
    return [
        {
            "proposal": row,
            "time": format_duration(row.start),
            "form": sent
            if sent is not None and of is not None and of.pk == row.pk
            else ProposalForm(row)
            if row.state == Proposal.State.PROPOSED
            else None,
        }
        for row in rows
    ]


def history(recording: Recording) -> list[dict[str, Any]]:
    """Journal entries for display, newest last."""
    lines = list(journal.history(recording).order_by("-id")[:NEWEST_LINES])[::-1]
    staff = User.objects.in_bulk({line.actor_id for line in lines if line.actor_kind == Kind.STAFF})
    entries = []
    for line in lines:
        title, icon, tone = STEPS.get(line.action, (line.action, "info", "neutral"))
        who = staff.get(line.actor_id).display_name if line.actor_id in staff else ""  # type: ignore[union-attr]
        entries.append({"at": line.at, "title": title, "icon": icon, "tone": tone, "by": who, "text": line.reason})
    return entries
