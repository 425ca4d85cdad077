"""The process that turns a template and its data into a PDF. Knows neither Django nor the project: it reads a request
(JSON) from standard input and writes the PDF to standard output, or the compiler's words to standard error and status 3.

A letter that no font has would break PDF/UA: it is replaced by a box, and the rest of the document is kept.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from typing import Any

import typst

MEMORY = 1024**3
BOX = "\u25a1"
TRIES = 20  # the compiler names at most a few strange letters a time
REFUSED = 3
UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
SHORT = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    request = json.load(sys.stdin)
    try:
        sys.stdout.buffer.write(compiled(request))
    except typst.TypstError as error:
        sys.stderr.write(error.diagnostic)
        return REFUSED
    return 0


def compiled(request: dict[str, Any]) -> bytes:
    """The PDF of ``request``. Raises ``typst.TypstError``."""
    data = request["data"]
    fonts = typst.Fonts(include_system_fonts=False, font_paths=request["fonts"])
    for left in reversed(range(TRIES)):
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
            unshown = {unescaped(letters) for letters in UNSHOWN.findall(error.diagnostic)}
            if not unshown or not left:
                raise
            data = without(data, unshown)
    raise AssertionError


def without(value: Any, unshown: set[str]) -> Any:
    """``value`` with a box in place of each of the letters ``unshown``."""
    if isinstance(value, str):
        for letters in unshown:
            value = value.replace(letters, BOX)
        return value
    if isinstance(value, list):
        return [without(item, unshown) for item in value]
    if isinstance(value, dict):
        return {key: without(item, unshown) for key, item in value.items()}
    return value


def unescaped(letters: str) -> str:
    """Letters as they are, from the way the compiler quotes them."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else SHORT.get(found[2], found[2]), letters)


if __name__ == "__main__":
    sys.exit(main())
