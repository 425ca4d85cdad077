"""The process that turns a template and its data into a PDF. Imports neither Django nor the project: it reads a request
(JSON) from standard input and writes the PDF to standard output, or the compiler's errors to standard error, status 3.

A character that no font has would break PDF/UA: it is replaced by a placeholder.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from typing import Any

import typst

MAX_MEMORY = 1024**3
PLACEHOLDER = "\u25a1"
MAX_ATTEMPTS = 20  # the compiler names only a few missing characters at once
COMPILE_ERROR = 3
MISSING_GLYPHS = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    request = json.load(sys.stdin)
    try:
        sys.stdout.buffer.write(compile_pdf(request))
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        return COMPILE_ERROR
    return 0


def compile_pdf(request: dict[str, Any]) -> bytes:
    """The PDF of ``request``. Raises ``typst.TypstError``."""
    data = request["data"]
    fonts = typst.Fonts(include_system_fonts=False, font_paths=request["fonts"])
    for attempts_left in reversed(range(MAX_ATTEMPTS)):
        try:
            return typst.compile(
                request["template"],
                root=request["root"],
                font_paths=fonts,
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=["ua-1"],
                timestamp=request["timestamp"],
            )
        except typst.TypstError as error:
            missing = {unescape(characters) for characters in MISSING_GLYPHS.findall(error.diagnostic)}
            if not missing or not attempts_left:
                raise
            data = replace_characters(data, missing)
    raise AssertionError


def replace_characters(value: Any, missing: set[str]) -> Any:
    """``value`` with a placeholder for each of the characters ``missing``."""
    if isinstance(value, str):
        for characters in missing:
            value = value.replace(characters, PLACEHOLDER)
        return value
    if isinstance(value, list):
        return [replace_characters(item, missing) for item in value]
    if isinstance(value, dict):
        return {key: replace_characters(item, missing) for key, item in value.items()}
    return value


def unescape(characters: str) -> str:
    """Characters from the compiler's quoted form."""
    return ESCAPED.sub(
        lambda match: chr(int(match[1], 16)) if match[1] else ESCAPES.get(match[2], match[2]), characters
    )


if __name__ == "__main__":
    sys.exit(main())
