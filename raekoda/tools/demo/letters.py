"""The demo's notes of calls and letters: the worker reads them and proposes drafts of answers."""

from __future__ import annotations

import io

from raekoda.channels.recordings.actions import receive
from raekoda.channels.recordings.models import Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.tools.demo import read


def letters(municipality: Municipality, actor: Actor) -> int:
    """Hand in the municipality's letters; how many are new. The same content is taken in once."""
    entries = [entry for entry in read("letters") if entry["municipality"] == municipality.code]
    taken = [
        receive(
            io.BytesIO(entry["text"].encode()), municipality=municipality, actor=actor, source=Source.FOLDER,
            name=entry["name"], consent=entry["consent"],
        )
        for entry in entries
    ]  # fmt: skip
    return sum(is_new for _recording, is_new in taken)
