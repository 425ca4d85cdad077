"""Files of a letter: what is safe goes to the case, everything is named to staff; what is not safe stays in the letter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.channels.mailbox.reading import containers
from raekoda.channels.mailbox.reading.headers import text_of
from raekoda.channels.mailbox.reading.parsing import MOST_FILES, Parsed, Part
from raekoda.platform.core.files import PreparedFile, UnsafeFile, pixels_together, prepare_attachment
from raekoda.platform.core.text import clean_data


@dataclass(frozen=True)
class Files:
    """``kept`` are ready for a case; ``listed`` names all of them for staff, as JSON."""

    kept: Sequence[PreparedFile]
    listed: list[dict[str, Any]]


def files_of(parsed: Parsed) -> Files:
    """Every file of a letter, each checked by ``core.files``."""
    kept: list[PreparedFile] = []
    listed: list[dict[str, Any]] = []
    with pixels_together():
        prepared = [_prepared(part) for part in parsed.parts[:MOST_FILES]]
    for part, (file, words) in zip(parsed.parts, prepared, strict=False):
        if file is not None:
            kept.append(file)
        listed.append({
            "name": part.name[:200], "type": file.content_type if file else part.kind[:100], "size": len(part.content),
            "kept": file is not None, "words": words, "inside": containers.names_within(part.content),
        })  # fmt: skip
    more = len(parsed.parts[MOST_FILES:]) + parsed.left_out
    if more:
        listed.append({"name": f"+{more}", "type": "", "size": 0, "kept": False, "words": "", "inside": []})
    return Files(kept, clean_data(listed))


def text_file(name: str, text: str) -> PreparedFile:
    """A text as a file: for what is too long to be the text of a case."""
    return PreparedFile(f"{name}.txt", text.encode(), "text/plain")


def _prepared(part: Part) -> tuple[PreparedFile | None, str]:
    content = part.content
    if part.kind.startswith("text/") and part.kind != "text/html":
        content = text_of(content, part.charset).encode("utf-8", "replace")
    file = io.BytesIO(content)
    file.name = part.name
    try:
        with override("et"):
            return prepare_attachment(file), ""
    except UnsafeFile as refusal:
        return None, str(refusal)
    except Exception as error:  # a picture may break its decoder in ways nobody listed
        return None, _("The file cannot be opened (%(error)s).") % {"error": type(error).__name__}
