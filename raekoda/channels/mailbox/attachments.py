"""Attachments of a letter: safe files go to the case; unsafe ones stay in the original letter. Staff see all names."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.channels.mailbox.reading import containers
from raekoda.channels.mailbox.reading.headers import decode_text
from raekoda.channels.mailbox.reading.parsing import MOST_FILES, Parsed, Part
from raekoda.platform.core.files import PreparedFile, UnsafeFile, pixels_together, prepare_attachment
from raekoda.platform.core.text import clean_data


@dataclass(frozen=True)
class Files:
    """``accepted`` files can be added to a case; ``summaries`` set_summary all files, in the format of ``Content.parts``."""

    accepted: Sequence[PreparedFile]
    summaries: list[dict[str, Any]]


def prepare_files(parsed: Parsed) -> Files:
    """Check every file of a letter with ``core.files``."""
    accepted: list[PreparedFile] = []
    summaries: list[dict[str, Any]] = []
    with pixels_together():
        prepared = [_prepared(part) for part in parsed.parts[:MOST_FILES]]
    for part, (file, problem) in zip(parsed.parts, prepared, strict=False):
        if file is not None:
            accepted.append(file)
        summaries.append({
            "name": part.name[:200], "type": file.content_type if file else part.kind[:100], "size": len(part.content),
            "kept": file is not None, "words": problem, "inside": containers.list_names(part.content),
        })  # fmt: skip
    more = len(parsed.parts[MOST_FILES:]) + parsed.left_out
    if more:
        summaries.append({"name": f"+{more}", "type": "", "size": 0, "kept": False, "words": "", "inside": []})
    return Files(accepted, clean_data(summaries))


def text_file(name: str, text: str) -> PreparedFile:
    """A text file, for a text that is too long for a case."""
    return PreparedFile(f"{name}.txt", text.encode(), "text/plain")


def _prepared(part: Part) -> tuple[PreparedFile | None, str]:
    content = part.content
    if part.kind.startswith("text/") and part.kind != "text/html":
        content = decode_text(content, part.charset).encode("utf-8", "replace")
    file = io.BytesIO(content)
    file.name = part.name
    try:
        with override("et"):
            return prepare_attachment(file), ""
    except UnsafeFile as refusal:
        return None, str(refusal)
    except Exception as error:  # image decoders raise undocumented exceptions
        return None, _("The file cannot be opened (%(error)s).") % {"error": type(error).__name__}
