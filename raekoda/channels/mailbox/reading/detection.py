"""Detects automatic letters, bulk mail and spam."""

from __future__ import annotations

import re

from raekoda.casework.letters.recipients import is_machine
from raekoda.channels.mailbox.reading.bounces import is_from_mail_system
from raekoda.channels.mailbox.reading.parsing import Parsed

AUTO_HEADERS = re.compile(
    r"x-(mail-?)?auto-?(reply|respond|response(?!-suppress)|generated)|"
    r"x-ms-exchange-(generated-message-source|inbox-rules-loop)|x-cron-env|x-away"
)
NOT_SET = frozenset({"no", "false", "0"})
LIST_HEADERS = frozenset({
    "list-id", "list-unsubscribe", "list-unsubscribe-post", "list-post", "list-help", "list-subscribe", "list-owner",
    "list-archive", "mailing-list", "x-mailing-list", "x-beenthere", "x-mlserver", "x-ml-name", "feedback-id",
})  # fmt: skip
AUTO_PRECEDENCE = frozenset({"auto_reply", "auto-reply", "autoreply"})
BULK_PRECEDENCE = frozenset({"bulk", "junk", "list"})
AUTO_SUBJECT = re.compile(
    r"^[\s\[(]*(automaat(ne\s+)?vastus|automaatvastaja|kontorist\s+(väljas|eemal)|viibin\s+puhkusel|olen\s+puhkusel|puhkuse\s*teade|"
    r"eemalolekuteade|automatic\s+reply|auto[- ]?(reply|response|matic response)|autoreply|auto:|out\s+of\s+(the\s+)?office|"
    r"(i am )?on\s+(annual\s+)?(leave|vacation)\b|vacation\s+(reply|notice)|away\s+from\s+(the|my)\s+(office|desk)|"
    r"автоответ|автоматический\s+ответ|(я\s+)?в\s+отпуске|вне\s+офиса|отсутствую|нет\s+на\s+месте|"
    r"automatische\s+(antwort|abwesenheits)|abwesenheits(notiz|nachricht|assistent)|abwesend|nicht\s+im\s+büro|"
    r"automaattinen\s+(vastaus|poissaolo)|poissaolo(viesti|ilmoitus)?\b|olen\s+(lomalla|poissa)|poissa\s+toimistosta|"
    r"réponse\s+automatique|absence\s+du\s+bureau|respuesta\s+automática|fuera\s+de\s+la\s+oficina|risposta\s+automatica|"
    r"resposta\s+automática|automatisch\s+antwoord|autosvar|automatisk(t)?\s+svar|automatyczna\s+odpowiedź|"
    r"automātisk[āa]\s+atbilde|automatinis\s+atsakymas|complaint\s+about\s+message\s+from|(e-?mail\s+)?feedback\s+report\s+for|"
    r"自動(返信|応答)|不在通知|自动(回复|答复))",
    re.IGNORECASE,
)
REPORTS = frozenset({
    "multipart/report", "message/disposition-notification", "message/feedback-report", "message/delivery-status",
})  # fmt: skip
SUPPRESSED = re.compile(r"\b(all|autoreply)\b", re.IGNORECASE)


def is_automatic(parsed: Parsed) -> bool:
    """Whether a machine wrote it: RFC 3834 and common non-standard headers and subjects, senders that are mail systems or
    not read (unless a person is named in Reply-To, as web forms do), read receipts, and complaints of feedback loops."""
    submitted = parsed.first("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if any(AUTO_HEADERS.match(name) and value.strip().lower() not in NOT_SET for name, value in parsed.headers):
        return True
    if _precedence(parsed) in AUTO_PRECEDENCE or is_from_mail_system(parsed) or AUTO_SUBJECT.match(parsed.subject):
        return True
    if parsed.reply_address and is_machine(parsed.reply_address):
        return True
    return any(part.get_content_type() in REPORTS for part in parsed.message.walk())


def is_bulk(parsed: Parsed) -> bool:
    """Whether it is a newsletter or from a mailing list."""
    return any(name in LIST_HEADERS for name, _ in parsed.headers) or _precedence(parsed) in BULK_PRECEDENCE


def takes_no_answer(parsed: Parsed) -> bool:
    """Whether an automatic answer to the letter would go to a machine or a list, or its sender wants none."""
    is_suppressed = bool(SUPPRESSED.search(parsed.first("x-auto-response-suppress")))
    return is_suppressed or is_automatic(parsed) or is_bulk(parsed)


def _precedence(parsed: Parsed) -> str:
    return parsed.first("precedence").strip().lower()


def is_spam(parsed: Parsed, marks: str) -> bool:
    """Whether a spam filter marked it: each line of ``marks`` has a header name and the prefix of its value."""
    for line in marks.splitlines():
        name, _, value = line.partition(":")
        requested = value.strip().lower()
        if name.strip() and any(
            each.strip().lower().startswith(requested) for each in parsed.all(name.strip().lower())
        ):
            return True
    return False
