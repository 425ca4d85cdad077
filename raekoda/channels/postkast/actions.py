"""Setting up, templates, sending, trying again. All check permission, write and journal in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Attachment, Case
from raekoda.channels.postkast import rules, wire
from raekoda.channels.postkast.client import Client, connection
from raekoda.channels.postkast.errors import PostkastError, Trouble
from raekoda.channels.postkast.models import Connection, Letter, Template
from raekoda.channels.postkast.sending import KIND
from raekoda.channels.postkast.troubles import words_of
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.identity.accounts.models import User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.outgoing import valid_address
from raekoda.platform.core.secrets import Unreadable, keyed_digest
from raekoda.platform.core.text import clean_text
from raekoda.platform.deliveries import enqueue

LONGEST_VALUE = 20_000
TARGET = "statebox"


def connect(
    municipality: Municipality, *, actor: Actor, base_url: str, way: str, cookie: str = "", token: str = "", headers: str = "",
    profile_id: str = "", is_active: bool = True,
) -> Connection:  # fmt: skip
    """Set how the state mailbox is asked; an empty ``token`` keeps the one there is. Raises :class:`PostkastError`."""
    actor.require("statebox.manage")
    try:
        valid_address(base_url)
    except ValidationError as error:
        raise PostkastError(" ".join(error.messages), "base_url") from error
    try:
        further = rules.parsed_headers(headers)
    except ValueError as error:
        allowed = ", ".join(rules.ALLOWED_HEADERS)
        raise PostkastError(
            _("“%(line)s” is not a header that is used here. Write lines like “Name: value”; allowed are %(allowed)s.")
            % {"line": str(error)[:80], "allowed": allowed}, "headers",
        ) from error  # fmt: skip
    if way == Connection.Way.COOKIE and not cookie:
        raise PostkastError(_("Write the name of the cookie."), "cookie")
    fields: dict[str, Any] = {
        "base_url": base_url.rstrip("/"), "way": way, "cookie": cookie, "headers": further, "profile_id": profile_id,
        "is_active": is_active, "trouble": "",
    }  # fmt: skip
    with transaction.atomic():
        made, _is_new = Connection.objects.defer("token").update_or_create(
            municipality=municipality, defaults={**fields, **({"token": token} if token else {})}
        )
        record("statebox.connect", made, actor, is_active=is_active, new_token=bool(token))
    return made


def check(given: Connection, *, actor: Actor) -> Connection:
    """Ask who the state mailbox takes us for; what came of it is kept on the connection."""
    actor.require("statebox.manage")
    try:
        given.owner_name = wire.word(Client(given).owner(), "name", "nameEt", "displayName", "code")[:200]
        given.trouble = ""
    except Trouble as trouble:
        given.trouble = trouble.code
    except Unreadable:
        given.trouble = "unreadable"
    given.checked_at = clock.now()
    given.save(update_fields=["owner_name", "trouble", "checked_at"])
    return given


def read_templates(municipality: Municipality, *, actor: Actor) -> int:
    """Read all templates and their texts anew; those that are gone are no longer offered. How many there are.

    Raises :class:`PostkastError` with what was wrong.
    """
    actor.require("statebox.manage")
    try:
        client = Client(connection())
        found = [
            (row, client.template_messages(wire.word(row, "id"))) for row in client.templates() if wire.word(row, "id")
        ]
    except Trouble as trouble:
        raise PostkastError(words_of(trouble.code)) from trouble
    with transaction.atomic():
        for row, messages in found:
            _keep(municipality, wire.word(row, "id")[:60], wire.word(row, "name", "title"), map(_text, messages))
        there = [wire.word(row, "id")[:60] for row, _messages in found]
        Template.objects.exclude(remote_id__in=there).update(is_active=False)
        record("statebox.read_templates", connection(), actor, templates=len(found))
    return len(found)


def add_template(
    municipality: Municipality, *, name: str, texts: Sequence[Mapping[str, str]], actor: Actor
) -> Template:
    """Make a template at the state mailbox, with its texts. One of this name that is there already is completed: so it may be
    tried again after it broke off half-way. Raises :class:`PostkastError`."""
    actor.require("statebox.manage")
    try:
        given = connection()
        client = Client(given)
        same = [row for row in client.templates() if wire.word(row, "name") == name and wire.word(row, "id")]
        remote_id = wire.word(same[0], "id")[:60] if same else client.add_template(name, given.profile_id)
        there = {(text["channel"], text["language"]) for text in map(_text, client.template_messages(remote_id))}
        for text in texts:
            if (text["channel"], text["language"]) not in there:
                client.add_template_message(remote_id, dict(text))
        messages = client.template_messages(remote_id)
    except Trouble as trouble:
        raise PostkastError(words_of(trouble.code)) from trouble
    with transaction.atomic():
        template = _keep(municipality, remote_id, name, map(_text, messages))
        record("statebox.add_template", template, actor)
    return template


def switch_template(template: Template, *, is_active: bool, actor: Actor) -> Template:
    """Offer a template for letters, or no more."""
    actor.require("statebox.manage", template)
    template.is_active = is_active
    with transaction.atomic():
        template.save(update_fields=["is_active"])
        record("statebox.switch_template", template, actor, is_active=is_active)
    return template


def send_letter(
    case: Case, *, template: Template, language: str, recipient: str, code: str, values: Mapping[str, str],
    files: Sequence[Attachment] = (), actor: Actor, once: str = "",
) -> Letter:  # fmt: skip
    """Send a letter about ``case`` to the state mailbox of the person or organisation of this ``code``.

    ``once`` names the form it was written in: the same form sent again gives the letter there is. Raises
    :class:`PostkastError` (field, words) and ``PermissionDenied``.
    """
    actor.require("statebox.send", case)
    digits = _checked_code(recipient, code)
    text = template.text_in(language)
    filled = _checked_values(text, values)
    if not template.is_active or language not in template.languages:
        raise PostkastError(_("This template is not offered in this language."), "language")
    if any(file.case_id != case.pk for file in files):
        raise PostkastError(_("Choose files of this case."), "files")
    if sum(file.size for file in files) > settings.RAEKODA_STATEBOX_BYTES:
        limit = settings.RAEKODA_STATEBOX_BYTES // 1024 // 1024
        raise PostkastError(_("The files are too large together: at most %(limit)s MB.") % {"limit": limit}, "files")
    fields: dict[str, Any] = {
        "municipality_id": case.municipality_id, "case": case, "template": template, "language": language,
        "recipient": recipient, "code": digits, "code_digest": keyed_digest("statebox", digits),
        "title": rules.filled(text["subject"], filled)[:200], "values": filled, "attachments": [file.pk for file in files],
        "written_by": actor.user if isinstance(actor.user, User) else None, "created_at": clock.now(),
    }  # fmt: skip
    with transaction.atomic():
        if once:
            letter, is_new = Letter.objects.get_or_create(external_id=once, defaults=fields)
            if letter.case_id != case.pk:
                raise PostkastError(_("This form was sent already. Open the case and begin anew."))
        else:
            letter, is_new = Letter.objects.create(**fields), True
        if is_new:
            record("statebox.send", case, actor, letter=letter.pk, template=template.pk)
            enqueue(
                KIND, target=TARGET, key=f"statebox:{letter.external_id}", payload={"letter": letter.pk}, title=case.number,
                subject=case,
            )  # fmt: skip
    return letter


def restart(letter: Letter, *, actor: Actor) -> Letter:
    """Let the state mailbox try again what it could not deliver: the same letter. Raises :class:`PostkastError`."""
    actor.require("statebox.send", letter)
    if letter.state != Letter.State.FAILED or not letter.operation_id:
        raise PostkastError(_("There is nothing to try again: look at its state."))
    try:
        Client(connection()).restart(letter.operation_id)
    except Trouble as trouble:
        raise PostkastError(words_of(trouble.code)) from trouble
    with transaction.atomic():
        letter.state, letter.told, letter.checked_at = Letter.State.TAKEN, "", clock.now()
        letter.save(update_fields=["state", "told", "checked_at"])
        record("statebox.restart", letter, actor)
    return letter


def look(letter: Letter, *, actor: Actor) -> None:
    """Keep that somebody read a letter."""
    actor.require("statebox.view", letter)
    record("statebox.look", letter, actor)
    log_access_to_records([letter.case] if letter.case else [], actor, "cases.letter")


def _keep(municipality: Municipality, remote_id: str, name: str, texts: Any) -> Template:
    known = {"name": name[:200] or remote_id, "texts": list(texts), "seen_at": clock.now()}
    return Template.objects.update_or_create(municipality=municipality, remote_id=remote_id, defaults=known)[0]


def _text(row: dict[str, Any]) -> dict[str, str]:
    return {
        "channel": wire.word(row, "channel")[:20] or rules.INBOX,
        "language": wire.word(row, "language")[:2].lower(),
        "subject": wire.word(row, "subject", "title")[:500],
        "content": wire.word(row, "content", "text", "body")[:LONGEST_VALUE],
    }


def _checked_code(recipient: str, code: str) -> str:
    try:
        return rules.clean_code(recipient, code)
    except ValueError as error:
        words = (
            _("This is not a personal code: eleven digits, and the last one fits the others.")
            if recipient == rules.Recipient.CITIZEN
            else _("This is not a registry code: eight digits, and the last one fits the others.")
        )
        raise PostkastError(words, "code") from error


def _checked_values(text: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """A value for every place of the template, cleaned. Raises :class:`PostkastError` naming the first that is empty."""
    filled = {}
    for name in rules.places((text["subject"], text["content"])):
        filled[name] = clean_text(values.get(name, ""))
        if not filled[name]:
            raise PostkastError(_("Write a few words: this cannot be empty."), f"value_{name}")
        if len(filled[name]) > LONGEST_VALUE:
            words = _("The text is too long: at most %(limit)s characters.") % {"limit": LONGEST_VALUE}
            raise PostkastError(words, f"value_{name}")
    return filled
