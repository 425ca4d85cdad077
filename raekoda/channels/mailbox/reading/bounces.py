"""Delivery status notifications (bounces): by RFC 3464, by the notices of mail servers, and by their texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any

from raekoda.casework.letters.recipients import is_machine, is_mail_system
from raekoda.channels.mailbox.reading.parsing import Parsed, attached_letters, decode_part

SUBJECT = re.compile(
    r"undeliver|returned (mail|message|to sender)|return(ing)? message to sender|"
    r"deliver(y|ing)? (status|failure|failed|error|problem|notification|has failed|incomplete|report)|"
    r"mail delivery|failure (notice|delivery)|failed (mail|delivery)|mail (failure|system error|status report)|"
    r"(message|mail) (could not be|was not|not) (delivered|sent)|error sending your mail|non[- ]?delivery|nondeliverable|"
    r"message (delayed|you sent blocked)|delayed mail|warning: (message|could not send)|\[bounce\]|mail error|user unknown|"
    r"automatically rejected mail|can'?t be delivered|cannot be delivered|not delivered|"
    r"kirja ei (õnnestunud|saanud)|ei saanud toimetada|kohale toimetamata|kättetoimetamatu|toimetus epäonnistui|"
    r"toimittaminen epäonnistui|viestiä ei (voitu|toimitettu)|"
    r"unzustellbar|nicht zugestellt|zustellung (fehlgeschlagen|nicht möglich)|fehlgeschlagene zustellung|"
    r"недостав|не ?доставлен|не удалось доставить|ошибка доставки|невозможно доставить|"
    r"non remis|non distribu|échec de la remise|no se puede entregar|no entregado|non recapitabile|mancato recapito|"
    r"não entregue|onbestelbaar|kan inte levereras|kan ikke leveres|nie dostarczono|niedostarczon|не доставлено|"
    r"配信(不能|できません|に失敗|エラー)|配信されません|配送(不能|できません|に失敗|エラー)|送信(できません|エラー|に失敗)|"
    r"宛先不明|退信|无法投递|無法(投遞|傳送)|投递失败|系统退信",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"(could|can|did|was|were|has|have)( ?not|n'?t)( be| been)? (deliver|reach|receive|sent\b|accept|process|recogni)|"
    r"(unable|not able|failed|failure|impossible) to (be )?(deliver|send|relay|transmit|complete)|cannot (be )?deliver|"
    r"undeliver(able|ed)|delivery (has )?fail|delivery (error|problem)|recipients? failed|failed permanently|"
    r"trouble delivering|(permanent|fatal) errors?|permanently? (failed|rejected)|returned to sender|"
    r"(returned|bounced) (this |the |your )?(mail|message)|being returned|did not reach|"
    r"(user|recipient|mailbox|account|address|addressee|host|domain)s?( name)? (is |was |are )?"
    r"(unknown|not (known|found|listed|valid|active)|disabled|unavailable|inactive|full|over ?quota|"
    r"suspended|closed|no longer)|"
    r"does( not|n'?t) exist|not exist|"
    r"(unknown|no such|invalid|bad|nonexistent) (local )?(user|recipient|mailbox|address|account|domain|destination)|"
    r"not a valid (user|recipient|address|mailbox)|no valid recipients|may not exist|is full|"
    r"exceeded (its|the|his|their|storage)|"
    r"(quota|storage|size) (exceeded|violation)|(exceeds?|over) (its |the |their )?quota|"
    r"space not enough|not enough (space|storage)|"
    r"(message|e-?mail|mail) (is |was |has been )?(rejected|refused|blocked|bounced|discarded|not delivered)|"
    r"relay(ing)? denied|reason for (the )?(failure|non-?delivery)|non-?delivery report|"
    r"ei saanud (kätte|kohale|toimetada|edastada)|ei õnnestunud (kätte|kohale|toimetada|edastada|saata)|"
    r"ei (voitu|voida|voitiin) toimittaa|toimitus epäonnistui|"
    r"nicht (zugestellt|zustellbar|übermittelt|gesendet werden)|unzustellbar|"
    r"не (был[аои]? )?доставлен|не удалось доставить|не может быть доставлен|невозможно доставить|не существует|"
    r"pas pu (être|etre) (remis|délivré|delivre|envoyé|distribué)|n'existe pas|"
    r"no (pudo|puede|se ha podido) (ser )?entrega|non (è stato|può essere) (recapita|consegna)|"
    r"não (foi|pôde ser|pode ser) entreg|nie (został[ao]?|może być|można) dostarcz|"
    r"(配信|配送|送信|お届け|到達|配達|転送)(でき(ません|なかった)|が?できず|不能|することができません|されません|に失敗|エラー)|"
    r"存在しません|存在しない|見つかりません|宛先不明|無効(です|な)|エラーのため|容量(が|を)|届けられません|"
    r"(无法|無法|不能)(投递|投遞|送达|送達|傳送|发送)|不存在|退回",
    re.IGNORECASE,
)
DELAYED = re.compile(
    r"(will|continue|continuing)( to)? (be )?(re-?tr|try|keep trying|attempt)|still being retried|"
    r"(delivery|message|mail|it) (is|was|has been|is being) (only )?(temporarily )?(delayed|deferred)|message delayed|"
    r"has not (yet )?been delivered|not (yet )?(been )?delivered (yet|after)|no action is required|"
    r"do not need to resend|warning (message )?only|has been delayed|delivery (delayed|\(delay\))|"
    r"wird weiter versucht|будет предпринята|proovitakse uuesti|yritetään uudelleen|再送|再試行",
    re.IGNORECASE,
)
ACTION = re.compile(r"^[ \t]*action[ \t]*:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
STATUS = re.compile(r"^[ \t]*status[ \t]*:[ \t]*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
RECIPIENT = re.compile(r"^[ \t]*(?:final|original)-recipient[ \t]*:", re.IGNORECASE | re.MULTILINE)
ENHANCED = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.])(?:[45][0-5]\d)(?= |-|\b[^\d.])")
RETURNED_HEADERS = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"})
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
FINAL, NOT_FINAL = frozenset({"failed", "failure", "expired", "fail", "undeliverable"}), frozenset({"delayed"})
RECEIPTS = frozenset({"delivered", "relayed", "expanded"})
FORWARDED = re.compile(r"^\s*(fwd?|wg|vl|edasi|пересл|re|aw|vs|vast|отв)\s*:", re.IGNORECASE)
MAX_SEARCHED, LONGEST_NOTICE, BEGINNING = 200_000, 20_000, 1500


@dataclass(frozen=True)
class Bounce:
    """A delivery status notification: failed (``is_final``) or delayed; ``status`` by RFC 3463, "" when unknown."""

    is_final: bool
    status: str

    @property
    def is_permanent(self) -> bool:
        """Whether a later letter to the address would fail as well: not for 4.x.x, as of a server that was not reached."""
        return self.is_final and not self.status.startswith("4")


def detect_bounce(parsed: Parsed) -> Bounce | None:
    """Detect a bounce; None for other letters, also for persons who forward or mention one."""
    reported = _read_report(parsed)
    if reported is not None or _is_receipt(parsed):
        return reported
    by_system = is_from_mail_system(parsed)
    by_machine = by_system or is_machine(parsed.reply_address)
    if not by_machine and (FORWARDED.match(parsed.subject) or not SUBJECT.search(parsed.subject)):
        return None
    text = _notice(parsed)
    if not by_system and not FAILED.search(text[:BEGINNING]) and not DELAYED.search(text[:BEGINNING]):
        return None
    return _read_text(parsed, text)


def is_from_mail_system(parsed: Parsed) -> bool:
    """Whether a mail server wrote the letter: by its address, or by an empty envelope or header sender."""
    named = parsed.first("from")
    return (
        is_mail_system(parsed.sender[1])
        or parsed.first("return-path").strip() == "<>"
        or bool(parsed.first("x-failed-recipients"))
        or (bool(named) and "<>" in named.replace(" ", ""))
        or (parsed.message.get_content_type() == "multipart/report" and not parsed.sender[1])
    )


def get_returned_text(parsed: Parsed) -> str:
    """The parts of a bounce that may contain the Message-ID of the original letter."""
    pieces = [parsed.text[:MAX_SEARCHED], *(str(value) for _, value in parsed.headers if value)]
    pieces += [each[:MAX_SEARCHED] for each in _delivery_statuses(parsed)]
    for part in parsed.message.walk():
        if part.get_content_type() in RETURNED_HEADERS:
            pieces.append(decode_part(part)[:MAX_SEARCHED])
        elif part.get_content_type() in ("message/rfc822", "message/global"):
            for inner in attached_letters(part):
                pieces += [f"{name}: {value}" for name, value in inner.raw_items()]
    return "\n".join(pieces)


def _read_report(parsed: Parsed) -> Bounce | None:
    """The result by the fields of all delivery statuses; of one within the text when the parts are damaged."""
    statuses = "\n".join(_delivery_statuses(parsed))[:MAX_SEARCHED]
    fields = statuses
    if not ACTION.search(fields) and (is_from_mail_system(parsed) or SUBJECT.search(parsed.subject)):
        text = parsed.text[:LONGEST_NOTICE]
        fields = text if RECIPIENT.search(text) or ACTION.search(text) else statuses
    actions = {action.lower() for action in ACTION.findall(fields)}
    codes = STATUS.findall(fields)
    if actions & FINAL or any(code.startswith("5") for code in codes):
        return Bounce(True, max(codes, default="") or _find_status(parsed.text))
    if actions & NOT_FINAL:
        return Bounce(False, max(codes, default=""))
    if actions & RECEIPTS:
        return Bounce(False, max(codes, default="")) if statuses else None
    return Bounce(False, max(codes)) if codes and max(codes).startswith("4") else None


def _is_receipt(parsed: Parsed) -> bool:
    """Whether it is a report of another kind: read by its recipient (MDN, RFC 8098), or a complaint (ARF, RFC 5965)."""
    kinds = {part.get_content_type() for part in parsed.message.walk()}
    return bool(kinds & {"message/disposition-notification", "message/feedback-report"})


def _read_text(parsed: Parsed, text: str) -> Bounce | None:
    if (notified := _read_notification(parsed.text)) is not None:
        return notified
    status = _find_status(text)
    temporary, permanent = _known_servers(parsed)
    subject = parsed.subject
    if DELAYED.search(subject) or (DELAYED.search(text[:BEGINNING]) and not status.startswith("5") and not permanent):
        return Bounce(False, status)
    says_so = SUBJECT.search(subject) or any(True for _ in _delivery_statuses(parsed))
    if permanent or FAILED.search(text) or (says_so and is_from_mail_system(parsed) and not temporary):
        return Bounce(True, status)
    if temporary:
        return Bounce(False, status)
    return Bounce(True, status) if status.startswith("5") and is_from_mail_system(parsed) else None


def _read_notification(text: str) -> Bounce | None:
    """The notification of Amazon SES, a JSON object as the text of a letter."""
    try:
        data: Any = json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("notificationType", data.get("eventType")) != "Bounce":
        return None
    bounce: Any = data.get("bounce")
    kind = bounce.get("bounceType") if isinstance(bounce, dict) else ""
    return Bounce(kind == "Permanent", _find_status(text))


def _known_servers(parsed: Parsed) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Addresses with a temporary and a permanent failure, by the notices of servers that the library knows."""
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(parsed.message)
    except Exception:  # the library does not validate its input
        return frozenset(), frozenset()
    return frozenset(temporary), frozenset(permanent)


def _find_status(text: str) -> str:
    found = ENHANCED.search(text[:LONGEST_NOTICE])
    if found:
        return found.group(1)
    code = REPLY_CODE.search(text[:LONGEST_NOTICE])
    return f"{code.group()[0]}.0.0" if code else ""


def _notice(parsed: Parsed) -> str:
    """Subject and text of the notice itself, its lines joined: phrases are wrapped anywhere."""
    return " ".join(f"{parsed.subject}\n{parsed.text[:LONGEST_NOTICE]}".split())


def _delivery_statuses(parsed: Parsed) -> Iterator[str]:
    """The texts of all delivery statuses; some servers encode them, which RFC 3464 forbids."""
    for part in parsed.message.walk():
        if part.get_content_type() in REPORTS:
            payload = part.get_payload()
            blocks = [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
            written = "\n".join(str(block) for block in blocks)
            if not any(block.keys() for block in blocks):
                bare = Message()
                bare["content-transfer-encoding"] = str(part.get("content-transfer-encoding", ""))
                bare.set_payload(written.strip() if blocks else str(payload or ""))
                written = decode_part(bare)
            yield written
