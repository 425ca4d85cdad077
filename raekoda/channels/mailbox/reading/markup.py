"""HTML to plain text: nothing is loaded or executed; quotes are marked with ">"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

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


class _Reader:
    """An lxml parser target that collects lines of text; :meth:`close` returns them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.unseen = self.quotes = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        hides = tag in UNSEEN or bool(HIDDEN.search(given.get("style", "")))
        if tag in BLOCKS:
            self.end_line(apart=tag in APART)
        if tag == "img" and not self.unseen and given.get("src", "").startswith("cid:") and given.get("alt"):
            self.line.append(f"[{given['alt']}]")
        if tag == "li":
            self.line.append("- ")
        if tag in ("td", "th") and self.line:
            self.line.append(" ")
        if tag in VOID:
            return
        if tag == "blockquote":
            self.quotes += 1
        self.open.append((tag, hides))
        self.unseen += hides

    def end(self, tag: str) -> None:
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

    def data(self, data: str) -> None:
        if self.unseen:
            return
        words = " ".join(data.split())
        lead = " " if data[:1].isspace() and self.line else ""
        if piece := lead + words + (" " if words and data[-1:].isspace() else ""):
            self.line.append(piece)

    def comment(self, text: str) -> None:
        return

    def close(self) -> list[str]:
        self.end_line(apart=False)
        return self.lines

    def end_line(self, *, apart: bool) -> None:
        line = "".join(self.line).strip()
        self.line = []
        if line:
            self.lines.append("> " * min(self.quotes, DEEPEST_QUOTE) + line)
        if apart and self.lines and self.lines[-1]:
            self.lines.append("")


def html_to_text(markup: str) -> str:
    """The visible text of an HTML letter; markup beyond two million characters is ignored."""
    content = markup[:MOST_MARKUP].replace("\x00", "").encode("utf-8", "replace")
    parser = etree.HTMLParser(target=_Reader(), encoding="utf-8", huge_tree=True)
    try:
        lines = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # nothing in it
        return ""
    text = "\n".join(line.replace("\u00a0", " ").rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
