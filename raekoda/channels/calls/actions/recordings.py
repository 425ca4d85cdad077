"""Forwards recordings of calls to the recordings app, only with the caller's consent."""

from __future__ import annotations

from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import broadcast
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call
from raekoda.channels.recordings import actions as recordings
from raekoda.channels.recordings.models import Recording, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record


class ConsentUnknown(CallError):
    """The consent is not known until the operator has written the note."""


def receive_recording(call: Call, file: IO[bytes], *, actor: Actor) -> tuple[Recording, bool]:
    """Store the recording of a call; return it and whether it is new.

    Raises :class:`ConsentUnknown` before the note is written, ``CallError`` without the caller's consent; the file must then be
    discarded.
    """
    actor.require("calls.report", call)
    with transaction.atomic():
        broadcast.lock_desk(call.municipality)
        call.refresh_from_db(from_queryset=Call.objects.select_for_update(of=("self",)))
        if call.noted_at is None:
            raise ConsentUnknown(_("The note of this call is not written yet. Send the recording again later."))
        if not call.may_use_recording or (call.case is not None and call.case.is_special):
            record("calls.refuse_recording", call, actor)
            refusal = CallError(_("The recording is not used: the caller did not agree, or the matter is special."))
        else:
            recording, is_new = recordings.receive(
                file, municipality=call.municipality, actor=actor, source=Source.API, consent=True, reference=call.ref
            )
            call.recording = recording
            call.save(update_fields=["recording"])
            record("calls.take_recording", call, actor)
            return recording, is_new
    raise refusal
