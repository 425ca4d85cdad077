"""Hypothesis strategies of malformed letters: random headers, encodings and part trees, then damaged."""

from __future__ import annotations

from hypothesis import strategies as st

NAMES = (
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Reply-To", "Sender", "Return-Path",
    "Received", "Content-Type", "X-Spam-Flag", "Content-Transfer-Encoding", "Content-Disposition", "Auto-Submitted",
    "Precedence", "List-Id", "MIME-Version", "X-Juhuslik",
)  # fmt: skip
KINDS = (
    "text/plain", "text/html", "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/report",
    "multipart/signed", "message/rfc822", "message/delivery-status", "text/rfc822-headers", "application/ms-tnef",
    "application/pdf", "image/png", "application/pkcs7-mime", "text/calendar", "imelik", "/", "multipart/",
)  # fmt: skip
CHARSETS = (
    "utf-8",
    "us-ascii",
    "iso-8859-4",
    "windows-1257",
    "koi8-r",
    "utf-7",
    "utf-16",
    "hex",
    "rot13",
    "idna",
    "unknown-8bit",
    "",
)
CODINGS = ("7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "binary", "imelik")
PIECES = (
    "=?utf-8?q?=C3=A4?=", "=?koi8-r?B?8NLJ18XU?=", "=?x?q?=?=", "mari@example.ee", "<a@b>", "Mari <mari.maasikas@example.ee>",
    '"\\', "(((", "\x00", "\udcff", "õäöü", "привет", "💡", "\r\n ", "Mon, 99 Foo 2026 99:99", "filename*=utf-8''%ff%00",
    "filename*0*=x'y'z; filename*1=q", "boundary=b", "=?utf-8?b?!!!?=", "undisclosed:;", "> ", "On 1.1.26 a@b wrote:",
    "-- ", "-----Original Message-----", "<div><blockquote>", "<script>", "&#xFFFFFFFF;", "Automaatvastus: ", "Re: " * 20,
)  # fmt: skip

pieces = st.one_of(st.sampled_from(PIECES), st.text(max_size=30))
values = st.lists(pieces, max_size=5).map(" ".join)
heads = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=8)
contents = st.one_of(
    st.binary(max_size=200),
    st.lists(pieces, max_size=12).map("\n".join).map(lambda text: text.encode("utf-8", "replace")),
)


def _head(head: list[tuple[str, str]]) -> bytes:
    return b"".join(f"{name}: {value}\n".encode("utf-8", "surrogateescape") for name, value in head)


def _leaf(kind: str, charset: str, coding: str, name: str, content: bytes) -> bytes:
    head = f'Content-Type: {kind}; charset="{charset}"; name={name}\nContent-Transfer-Encoding: {coding}\n\n'
    return head.encode("utf-8", "surrogateescape") + content


leaves = st.builds(_leaf, st.sampled_from(KINDS), st.sampled_from(CHARSETS), st.sampled_from(CODINGS), values, contents)


def _tree(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    joined = b"".join(b"\n--" + boundary.encode() + b"\n" + part for part in parts)
    return f"Content-Type: {kind}; boundary={boundary}\n".encode() + joined + b"\n--" + boundary.encode() + b"--\n"


def _nested(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    tree = st.builds(_tree, st.sampled_from(KINDS), st.sampled_from("bcd"), st.lists(inner, max_size=4))
    letter = inner.map(lambda content: b"Content-Type: message/rfc822\n\n" + content)
    return st.one_of(tree, letter)


bodies = st.recursive(leaves, _nested, max_leaves=6)


@st.composite
def letters(draw: st.DrawFn) -> bytes:
    """A letter, intact or damaged."""
    raw = _head(draw(heads)) + draw(bodies)
    match draw(st.integers(0, 5)):
        case 0:
            return raw[: draw(st.integers(0, len(raw)))]
        case 1:
            place = draw(st.integers(0, len(raw)))
            return raw[:place] + draw(st.binary(max_size=20)) + raw[place:]
        case 2:
            return draw(st.binary(max_size=300))
        case 3:
            return raw.replace(b"\n", b"\r\n")
    return raw
