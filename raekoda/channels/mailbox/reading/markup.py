"""HTML of a letter as plain text: nothing is loaded or run, quoted letters are marked as in plain ones."""

from __future__ import annotations

import re
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "head", "title", "template", "object", "svg", "noscript"})
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
APART = frozenset({"p", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote"})
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
DEEPEST_QUOTE = 5
MOST_MARKUP = 2_000_000
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.open: list[tuple[str, bool]] = []
        self.unseen = self.quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hides = tag in UNSEEN or bool(HIDDEN.search(given.get("style") or ""))
        if tag in BLOCKS:
            self.end_line(apart=tag in APART)
        if tag == "img" and not self.unseen and (given.get("src") or "").startswith("cid:") and given.get("alt"):
            self.lines[-1] += f"[{given['alt']}]"
        if tag == "li":
            self.lines[-1] += "- "
        if tag in ("td", "th") and self.lines[-1]:
            self.lines[-1] += " "
        if tag in VOID:
            return
        if tag == "blockquote":
            self.quotes += 1
        self.open.append((tag, hides))
        self.unseen += hides

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self.open[-200:]):
            return
        while self.open:
            name, hides = self.open.pop()
            self.unseen -= hides
            if name == "blockquote":
                self.end_line(apart=True)
                self.quotes -= 1
            if name == tag:
                break
        if tag in BLOCKS:
            self.end_line(apart=tag in APART)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            words = " ".join(data.split())
            lead = " " if data[:1].isspace() and self.lines[-1] else ""
            self.lines[-1] += lead + words + (" " if words and data[-1:].isspace() else "")

    def end_line(self, *, apart: bool) -> None:
        line = self.lines[-1].strip()
        mark = "> " * min(self.quotes, DEEPEST_QUOTE)
        self.lines[-1] = (mark + line) if line else ""
        if line:
            self.lines += ["", ""] if apart else [""]
        elif apart and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")


def text_of_markup(markup: str) -> str:
    """The readable text of an HTML letter; the first two million characters of it."""
    reader = _Reader()
    reader.feed(markup[:MOST_MARKUP])
    reader.close()
    reader.end_line(apart=False)
    text = "\n".join(line.replace("\u00a0", " ").rstrip() for line in reader.lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
