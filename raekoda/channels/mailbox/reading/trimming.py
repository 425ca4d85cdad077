"""Separates the quoted letters and the signature of a reply, and quotations of our own letters in other letters.

Works line by line for Estonian, English, Russian, German and Finnish (and by common forms for others), in linear time.
Quotes with answers between them are not removed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

QUOTED = re.compile(r"^\s{0,3}(>|\|(?=\s))")
RULED = re.compile(r"^[ \t>*]*[-_=]{2,}[ \t]*[^\W\d_][^\n]{2,70}?[ \t]*[-_=]{2,}[ \t]*$")
RULE = re.compile(r"^[ \t]*[-_=—]{10,}[ \t]*$")
RULE_ALONE = re.compile(r"^[ \t]*[-_=—*]{3,}[ \t]*$")
WROTE = re.compile(
    r"\b(kirjutas|kirjutab|wrote|writes|schrieb|kirjoitti|написала?|пишет|написал\(а\)|a écrit|ha scritto|escribió|schreef|"
    r"skrev|napisała?|escreveu|írta|sa(?:nu|id))\b",
    re.IGNORECASE,
)
BEGINS = re.compile(
    r"^[\s*\[]*(on|am|le|op|den|el|il|em|dnia|w|kontakt|kuupäeval|from|[a-zõäöüа-яё]{1,3}[.,]?\s\d|[a-zõäöüа-яё]{2,12}[.,]\s|\d)",
    re.IGNORECASE,
)
HAS_ADDRESS = re.compile(r"[\w.+-]{1,80}@[\w.-]{2,80}|<mailto:")
HAS_TIME = re.compile(r"\d{1,2}[:.]\d{2}|\b(19|20)\d{2}\b")
KEYS = re.compile(
    r"^[\s>*]*(?P<key>saatja|kellelt|from|von|de|от|lähettäjä|da|van|fra|från|od|message du|"
    r"saadetud|kuupäev|aeg|sent|date|gesendet|datum|отправлено|дата|lähetetty|päivämäärä|päiväys|pvm|"
    r"envoyé(?: le)?|inviato|enviado|enviada em|verzonden|sendt|skickat|dato|data|"
    r"saaja|kellele|adressaat|to|an|кому|vastaanottaja|à|a|para|aan|til|till|do|"
    r"teema|subject|betreff|тема|aihe|objet|oggetto|asunto|assunto|onderwerp|emne|ämne|temat|sujet|"
    r"koopia|cc|kopie|копия|kopio|copie à|reply-to|importance|tähtsus)[ \t*]*:",
    re.IGNORECASE,
)
FIRST_KEYS = frozenset({
    "saatja", "kellelt", "from", "von", "de", "от", "lähettäjä", "da", "van", "fra", "från", "od", "message du",
    "saadetud", "sent", "gesendet", "отправлено", "lähetetty", "date", "kuupäev",
})  # fmt: skip
SENDER_KEYS = frozenset(
    {"saatja", "kellelt", "from", "von", "от", "lähettäjä", "från", "fra", "de", "da", "van", "od", "message du"}
)
MARK = re.compile(r"^\s*(--|__)\s*$")
SENT_FROM = re.compile(
    r"^\s*(saadetud\s+(minu|outlook|iphone|androidi?|samsung|nuti|mobiil|yahoo)|sent\s+(from|via|with)\s+\S|get outlook for|"
    r"gesendet\s+(von|mit)\s|von meinem \S+ gesendet|diese nachricht wurde von meinem|"
    r"hanki outlook|lähetetty\s+\S+(sta|stä|lta|ltä)\b|"
    r"отправлено\s+(с|из|от)\s|hankige outlook|télécharger outlook|envoyé (de|à partir)|skickat från|obtenir outlook)",
    re.IGNORECASE,
)
SIGN_OFF = re.compile(
    r"^\s*(lugupidamisega|parimate\s+soovidega|parimat\s+soovides|tervitades|tervitustega|tervitusi|head\s+soovides|"
    r"((best|kind|warm|with\s+(best|kind)|kindest)\s*)?regards|best\s+wishes|yours\s+(sincerely|faithfully|truly)|cheers|"
    r"mit\s+(freundlichen|besten|lieben|herzlichen)\s+grüßen|(viele|beste|liebe|freundliche|schöne)\s+grüße|mfg|hochachtungsvoll|"
    r"с\s+уважением|с\s+наилучшими\s+пожеланиями|всего\s+доброго|"
    r"(ystävällisin|parhain|hyvin|terveisin)\s*terveisin|terveisin|ystävällisesti|t\.)\s*([,.!–-]+\s*)?$",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"^\s*(p\.? ?s\b|п\.? ?с\b|nb!)", re.IGNORECASE)
SENTENCE_ENDS, FEWEST_WORDS, HEAD_OF_QUOTE = (".", "!", "?"), 4, 12
LONGEST_LINE_OF_SIGNATURE, MOST_LINES_OF_SIGNATURE, MOST_LINES, WRAPPED = 70, 10, 20_000, 60


@dataclass(frozen=True)
class Trimmed:
    """``text`` is the text of the letter; ``rest`` is what was removed."""

    text: str
    rest: str


def trim(text: str, *, may_be_empty: bool = False) -> Trimmed:
    """Remove quoted letters and the signature from ``text``. If nothing else is left, nothing is removed, unless the text
    ``may_be_empty``: a reply whose content is a file."""
    lines = _marked(text.split("\n")[:MOST_LINES])
    rest_of_long = text.split("\n")[MOST_LINES:]
    cut = _first_quoted_letter(lines)
    signed = _signature(lines[:cut])
    remaining, removed = _without_quotes(lines[:signed])
    removed += lines[signed:cut]
    end = _signature(remaining)
    while end and (not remaining[end - 1].strip() or RULE_ALONE.match(remaining[end - 1])):
        end -= 1
    result = "\n".join(remaining[:end]).strip()
    if not result:
        return Trimmed("", text.strip()) if may_be_empty else Trimmed(text.strip(), "")
    rest = [*remaining[end:], *removed, *lines[cut:], *rest_of_long]
    return Trimmed(result, "\n".join(rest).strip())


def trim_own_quote(text: str, is_ours: Callable[[str], bool]) -> Trimmed:
    """Remove a quotation of our own letter from a letter that is no reply, and nothing else.

    ``is_ours`` tells by the line that names the sender of the quoted letter whether we wrote it. If nothing else is left,
    nothing is removed.
    """
    lines = text.split("\n")
    quotes = [(index, _sender_line(lines, index)) for index in _quoted_letters(lines[:MOST_LINES])]
    begin = next((index for index, sender in quotes if is_ours(sender)), len(lines))
    others = (
        index for index, sender in quotes if index >= _end_of_head(lines, begin) and sender and not is_ours(sender)
    )
    end = min(_end_of_quote(lines, begin), next(others, len(lines)))
    result = "\n".join([*lines[:begin], *lines[end:]]).strip()
    return Trimmed(result, "\n".join(lines[begin:end]).strip()) if result else Trimmed(text.strip(), "")


def _marked(lines: list[str]) -> list[str]:
    """Mark the second half of quoted lines that a mail program has wrapped."""
    marked = list(lines)
    for index in range(1, len(marked)):
        before, line = marked[index - 1], marked[index]
        if QUOTED.match(before) and len(before) >= WRAPPED and line[:1].islower():
            marked[index] = f"> {line}"
    return marked


def _first_quoted_letter(lines: list[str]) -> int:
    """Index of the line where a quoted letter begins that continues to the end; the number of lines when there is none."""
    return next(_quoted_letters(lines), len(lines))


def _quoted_letters(lines: list[str]) -> Iterator[int]:
    """Indexes of the lines where quoted letters begin."""
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if (
            RULED.match(line)
            or _is_header_block(lines, index)
            or (RULE.match(line) and _is_header_block(lines, index + 1))
        ):
            yield index
            continue
        length = _attribution(lines, index)
        if length and not _answered_below(lines, index + length):
            yield index


def _sender_line(lines: list[str], index: int) -> str:
    """The line that names the sender of a quoted letter that begins here: its attribution or its "From: ..."."""
    if length := _attribution(lines, index):
        return " ".join(lines[index : index + length])
    head = lines[index : index + HEAD_OF_QUOTE]
    named = ((line, found.group("key").lower()) for line in head if (found := KEYS.match(line)))
    return next((line for line, key in named if key in SENDER_KEYS), "")


def _end_of_head(lines: list[str], begin: int) -> int:
    """The end of the lines that introduce a quoted letter."""
    following = range(begin + 1, min(begin + HEAD_OF_QUOTE, len(lines)))
    return next(
        (each for each in following if not (KEYS.match(lines[each]) or RULE_ALONE.match(lines[each]))), len(lines)
    )


def _end_of_quote(lines: list[str], begin: int) -> int:
    """The end of the quoted letter: of its lines marked with ">" when it has them, else of the text."""
    first = next((index for index in range(begin, len(lines)) if QUOTED.match(lines[index])), len(lines))
    if any(lines[index].strip() and not KEYS.match(lines[index]) for index in range(begin + 4, first)):
        return len(lines)
    following = range(first, len(lines))
    return next((each for each in following if lines[each].strip() and not QUOTED.match(lines[each])), len(lines))


def _is_header_block(lines: list[str], index: int) -> bool:
    """Whether at least two lines like "From: ...", "Sent: ..." begin here, the first with a sender or a date, one of them
    with an address or a sender: a list of "Date: ..., Time: ..." is the writer's own."""
    if index >= len(lines) or not (first := KEYS.match(lines[index])):
        return False
    if first.group("key").lower() not in FIRST_KEYS:
        return False
    following = [line for line in lines[index + 1 : index + 5] if line.strip()]
    block = [line for line in (lines[index], *following) if KEYS.match(line)]
    keys = {found.group("key").lower() for line in block if (found := KEYS.match(line))}
    return len(block) >= 2 and (not keys.isdisjoint(SENDER_KEYS) or any(HAS_ADDRESS.search(line) for line in block))


def _attribution(lines: list[str], index: int) -> int:
    """Number of lines of an attribution ("On <date>, <name> wrote:") that begins here; 0 when there is none."""
    block = ""
    for length in range(1, 5):
        if index + length > len(lines) or not lines[index + length - 1].strip():
            return 0
        block = f"{block} {lines[index + length - 1].strip()}".strip()
        if len(block) > 400:
            return 0
        if length > 1 and not BEGINS.match(lines[index]):
            return 0
        ends = block.rstrip("* ")
        if (ends.endswith((":", "----", ":>")) and _says_who_wrote(block)) or _ends_with_wrote(ends):
            return length
        if QUOTED.match(lines[index]) or (block.endswith((".", "!", "?")) and len(block) > 60 and length == 1):
            return 0
    return 0


def _ends_with_wrote(block: str) -> bool:
    found = [*WROTE.finditer(block)]
    is_last = bool(found) and found[-1].end() == len(block)
    return is_last and bool(BEGINS.match(block) and HAS_ADDRESS.search(block) and HAS_TIME.search(block))


def _says_who_wrote(block: str) -> bool:
    if WROTE.search(block) and (HAS_TIME.search(block) or HAS_ADDRESS.search(block)):
        return True
    return bool(HAS_ADDRESS.search(block) and HAS_TIME.search(block) and BEGINS.match(block))


def _answered_below(lines: list[str], after: int) -> bool:
    """Whether the attribution is followed by quoted lines and then by unquoted text."""
    quoted = False
    for index, line in enumerate(lines[after:], after):
        if QUOTED.match(line):
            quoted = True
        elif line.strip():
            if not quoted:
                return False
            return not (MARK.match(line) or SENT_FROM.match(line) or _is_signature(lines, index))
    return False


def _is_signature(lines: list[str], index: int) -> bool:
    return bool(SIGN_OFF.match(lines[index])) and len([line for line in lines[index:] if line.strip()]) <= 5


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str]]:
    """Unquoted and quoted lines; no lines are removed when quotes have answers between them."""
    runs = _runs(lines)
    while runs and (runs[-1][0] or not any(line.strip() for line in runs[-1][1])) and not _introduces(runs[:-1]):
        runs.pop()
    answered = sum(is_quoted for is_quoted, _ in runs)
    last_kept = sum(len(run) for _, run in runs)
    removed = lines[last_kept:]
    if answered >= 2:
        return lines[:last_kept], removed
    if _introduces(runs[:-1]):
        return lines[:last_kept], removed
    remaining = [line for is_quoted, run in runs for line in run if not is_quoted]
    return remaining, [line for is_quoted, run in runs for line in run if is_quoted] + removed


def _introduces(runs: list[tuple[bool, list[str]]]) -> bool:
    """Whether the text before a quotation asks about it: "What does this sentence mean:"."""
    written = [line.strip() for line in runs[-1][1] if line.strip()] if runs and not runs[-1][0] else [""]
    last = written[-1] if written else ""
    return last.endswith(":") and not (WROTE.search(last) or HAS_TIME.search(last) or HAS_ADDRESS.search(last))


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    """Groups of neighbouring quoted or unquoted lines; an attribution belongs to its quote."""
    runs: list[tuple[bool, list[str]]] = []
    index = 0
    while index < len(lines):
        length = _attribution(lines, index) if lines[index].strip() and not QUOTED.match(lines[index]) else 0
        is_quoted = bool(length or QUOTED.match(lines[index]))
        blank = not lines[index].strip()
        piece = lines[index : index + max(length, 1)]
        if runs and (runs[-1][0] == is_quoted or blank):
            runs[-1][1].extend(piece)
        else:
            runs.append((is_quoted, piece))
        index += max(length, 1)
    return runs


def _signature(lines: list[str]) -> int:
    """Index of the line where the signature begins; the number of lines when there is none."""
    for index, line in enumerate(lines):
        if MARK.match(line) and (line.rstrip("\r").startswith("-- ") or _is_short(lines, index + 1)):
            return index
        if SENT_FROM.match(line) and len(line) < 100 and _is_short(lines, index + 1):
            return index
        if SIGN_OFF.match(line) and _is_short(lines, index + 1):
            return index
    return len(lines)


def _is_short(lines: list[str], begin: int) -> bool:
    """Whether the lines from ``begin``, after the first of a signature, are names and addresses, no sentences or postscript."""
    count = 0
    for index in range(begin, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        count += 1
        is_plain = len(line.strip()) <= LONGEST_LINE_OF_SIGNATURE and not _is_sentence(line)
        if count > MOST_LINES_OF_SIGNATURE or not (is_plain or MARK.match(line) or SENT_FROM.match(line)):
            return False
    return True


def _is_sentence(line: str) -> bool:
    words = line.split()
    return bool(POSTSCRIPT.match(line)) or (len(words) >= FEWEST_WORDS and words[-1].endswith(SENTENCE_ENDS))
