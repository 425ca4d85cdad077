"""Addresses that take no letters: of mail systems, and those whose name says that they are not read."""

from __future__ import annotations

import re

NOT_LETTERS = re.compile(r"[\W\d_]")
SEPARATORS = re.compile(r"[\W\d_]+")
MAIL_SYSTEMS = (
    "mailerdaemon", "maildaemon", "mailerdemon", "mailerdeamon", "postmaster", "postmeister", "maildelivery", "mailsystem",
    "mdaemon", "mailsubsystem",
)  # fmt: skip
UNREAD = (
    "noreply", "noreplay", "noreplies", "norespond", "noresponse", "noanswer", "notreply", "dontreply", "dontrespond",
    "donotrespond", "donotanswer", "nichtantworten", "keineantwort", "bittenichtantworten", "mittevasta", "eivasta",
    "aravasta", "äravasta", "ärgevasta", "argevasta", "neotvechat", "neotvetit", "неотвечать", "безответа",
    "eivastausta", "älävastaa", "alavastaa", "nepasrepondre", "nerepondez", "noresponder", "norespuesta", "nonrispondere",
    "naoresponda", "naoresponder", "nietantwoorden", "nietbeantwoorden", "svarainte", "svaraej", "svarikke", "ikkesvar",
    "nieodpowiadaj", "neatbildet", "neatsakyti", "autoreply", "autoresponder", "autorespond", "autoresponse", "autoanswer",
    "automailer", "automaatvastus", "automaatvastaja", "feedbackloop", "listserv", "majordomo", "devnull",
)  # fmt: skip
NAMES = frozenset({"daemon", "nobody", "nomail", "null", "bounce", "bounces", "bouncer", "fbl", "arf", "feedbackid"})
"""Names of machines that are parts of other words: they count as a whole part between separators."""


def is_mail_system(address: str) -> bool:
    """Whether a mail server writes from ``address``, in any writing: ``MAILER-DAEMON@``, ``post_master@``."""
    return any(name in _letters(address) for name in MAIL_SYSTEMS) or _has_name(
        address, {"bounce", "bounces", "daemon"}
    )


def is_machine(address: str) -> bool:
    """Whether nobody reads what is sent to ``address``: a mail system, ``no-reply@`` in several languages, a bounce address,
    a feedback loop; also for an address without local part or domain."""
    name, _, domain = address.rpartition("@")
    if not name or not domain:
        return True
    return is_mail_system(address) or any(each in _letters(address) for each in UNREAD) or _has_name(address, NAMES)


def _letters(address: str) -> str:
    return NOT_LETTERS.sub("", address.rpartition("@")[0].casefold())


def _has_name(address: str, names: frozenset[str] | set[str]) -> bool:
    return not names.isdisjoint(SEPARATORS.split(address.rpartition("@")[0].casefold()))
