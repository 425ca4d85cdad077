"""Setup, templates, sending, retrying. Every action checks permission, writes and journals in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.models import Attachment, Case
from raekoda.channels.postkast import protocol, rules
from raekoda.channels.postkast.client import Client, get_connection
from raekoda.channels.postkast.error_messages import get_error_message
from raekoda.channels.postkast.errors import PostkastError, RequestFailed
from raekoda.channels.postkast.models import Connection, Letter, Template
from raekoda.channels.postkast.sending import KIND
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

MAX_VALUE = 20_000
TARGET = "statebox"


def connect(
    municipality: Municipality, *, actor: Actor, base_url: str, way: str, cookie: str = "", token: str = "", headers: str = "",
    profile_id: str = "", is_active: bool = True,
) -> Connection:  # fmt: skip
    """Set the connection to the state mailbox; an empty ``token`` leaves the stored one unchanged. Raises
    :class:`PostkastError`."""
    actor.require("statebox.manage")
    try:
        valid_address(base_url)
    except ValidationError as error:
        raise PostkastError(" ".join(error.messages), "base_url") from error
    try:
        extra_headers = rules.parse_headers(headers)
    except ValueError as error:
        allowed = ", ".join(rules.ALLOWED_HEADERS)
        raise PostkastError(
            _("“%(line)s” is not a header that is used here. Write lines like “Name: value”; allowed are %(allowed)s.")
            % {"line": str(error)[:80], "allowed": allowed}, "headers",
        ) from error  # fmt: skip
    if way == Connection.Way.COOKIE and not cookie:
        raise PostkastError(_("Write the name of the cookie."), "cookie")
    fields: dict[str, Any] = {
        "base_url": base_url.rstrip("/"), "way": way, "cookie": cookie, "headers": extra_headers, "profile_id": profile_id,
        "is_active": is_active, "trouble": "",
    }  # fmt: skip
    with transaction.atomic():
        connection, _is_new = Connection.objects.defer("token").update_or_create(
            municipality=municipality, defaults={**fields, **({"token": token} if token else {})}
        )
        record("statebox.connect", connection, actor, is_active=is_active, new_token=bool(token))
    return connection


def check(connection: Connection, *, actor: Actor) -> Connection:
    """Ask the state mailbox for our owner record; the outcome is stored on the connection."""
    actor.require("statebox.manage")
    try:
        connection.owner_name = protocol.first_text(
            Client(connection).owner(), "name", "nameEt", "displayName", "code"
        )[:200]
        connection.trouble = ""
    except RequestFailed as error:
        connection.trouble = error.code
    except Unreadable:
        connection.trouble = "unreadable"
    connection.checked_at = clock.now()
    connection.save(update_fields=["owner_name", "trouble", "checked_at"])
    return connection


def read_templates(municipality: Municipality, *, actor: Actor) -> int:
    """Reload all templates and their texts; deleted ones become inactive. Returns how many there are.

    Raises :class:`PostkastError` with the reason.
    """
    actor.require("statebox.manage")
    try:
        client = Client(get_connection())
        templates = [
            (row, client.template_messages(protocol.first_text(row, "id")))
            for row in client.templates()
            if protocol.first_text(row, "id")
        ]
    except RequestFailed as error:
        raise PostkastError(get_error_message(error.code)) from error
    with transaction.atomic():
        for row, messages in templates:
            _save_template(
                municipality,
                protocol.first_text(row, "id")[:60],
                protocol.first_text(row, "name", "title"),
                map(_text, messages),
            )
        remote_ids = [protocol.first_text(row, "id")[:60] for row, _messages in templates]
        Template.objects.exclude(remote_id__in=remote_ids).update(is_active=False)
        record("statebox.read_templates", get_connection(), actor, templates=len(templates))
    return len(templates)


def add_template(
    municipality: Municipality, *, name: str, texts: Sequence[Mapping[str, str]], actor: Actor
) -> Template:
    """Create a template at the state mailbox, with its texts. An existing template of this name is completed, so an
    interrupted call may be repeated. Raises :class:`PostkastError`."""
    actor.require("statebox.manage")
    try:
        connection = get_connection()
        client = Client(connection)
        existing = [
            row
            for row in client.templates()
            if protocol.first_text(row, "name") == name and protocol.first_text(row, "id")
        ]
        remote_id = (
            protocol.first_text(existing[0], "id")[:60]
            if existing
            else client.add_template(name, connection.profile_id)
        )
        present = {(text["channel"], text["language"]) for text in map(_text, client.template_messages(remote_id))}
        for text in texts:
            if (text["channel"], text["language"]) not in present:
                client.add_template_message(remote_id, dict(text))
        messages = client.template_messages(remote_id)
    except RequestFailed as error:
        raise PostkastError(get_error_message(error.code)) from error
    with transaction.atomic():
        template = _save_template(municipality, remote_id, name, map(_text, messages))
        record("statebox.add_template", template, actor)
    return template


def switch_template(template: Template, *, is_active: bool, actor: Actor) -> Template:
    """Activate or deactivate a template."""
    actor.require("statebox.manage", template)
    template.is_active = is_active
    with transaction.atomic():
        template.save(update_fields=["is_active"])
        record("statebox.switch_template", template, actor, is_active=is_active)
    return template


def send_letter(
    case: Case, *, template: Template, language: str, recipient: str, code: str, values: Mapping[str, str],
    files: Sequence[Attachment] = (), actor: Actor, idempotency_key: str = "",
) -> Letter:  # fmt: skip
    """Send a letter about ``case`` to the state mailbox of the person or organisation of this ``code``.

    ``idempotency_key`` identifies the submitted form: submitting it again returns the existing letter. Raises
    :class:`PostkastError` and ``PermissionDenied``.
    """
    actor.require("statebox.send", case)
    digits = _validated_code(recipient, code)
    text = template.text_in(language)
    filled = _validated_values(text, values)
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
        "title": rules.fill_placeholders(text["subject"], filled)[:200], "values": filled,
        "attachments": [file.pk for file in files],
        "written_by": actor.user if isinstance(actor.user, User) else None, "created_at": clock.now(),
    }  # fmt: skip
    with transaction.atomic():
        if idempotency_key:
            letter, is_new = Letter.objects.get_or_create(external_id=idempotency_key, defaults=fields)
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
    """Retry a letter that the state mailbox could not deliver. Raises :class:`PostkastError`."""
    actor.require("statebox.send", letter)
    if letter.state != Letter.State.FAILED or not letter.operation_id:
        raise PostkastError(_("There is nothing to try again: look at its state."))
    try:
        Client(get_connection()).restart(letter.operation_id)
    except RequestFailed as error:
        raise PostkastError(get_error_message(error.code)) from error
    with transaction.atomic():
        letter.state, letter.told, letter.checked_at = Letter.State.TAKEN, "", clock.now()
        letter.save(update_fields=["state", "told", "checked_at"])
        record("statebox.restart", letter, actor)
    return letter


def log_access(letter: Letter, *, actor: Actor) -> None:
    """Log that somebody read a letter."""
    actor.require("statebox.view", letter)
    record("statebox.look", letter, actor)
    log_access_to_records([letter.case] if letter.case else [], actor, "cases.letter")


def _save_template(municipality: Municipality, remote_id: str, name: str, texts: Any) -> Template:
    values = {"name": name[:200] or remote_id, "texts": list(texts), "seen_at": clock.now()}
    return Template.objects.update_or_create(municipality=municipality, remote_id=remote_id, defaults=values)[0]


def _text(row: dict[str, Any]) -> dict[str, str]:
    return {
        "channel": protocol.first_text(row, "channel")[:20] or rules.INBOX,
        "language": protocol.first_text(row, "language")[:2].lower(),
        "subject": protocol.first_text(row, "subject", "title")[:500],
        "content": protocol.first_text(row, "content", "text", "body")[:MAX_VALUE],
    }


def _validated_code(recipient: str, code: str) -> str:
    try:
        return rules.clean_code(recipient, code)
    except ValueError as error:
        message = (
            _("This is not a personal code: eleven digits, and the last one fits the others.")
            if recipient == rules.Recipient.CITIZEN
            else _("This is not a registry code: eight digits, and the last one fits the others.")
        )
        raise PostkastError(message, "code") from error


def _validated_values(text: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """A cleaned value for every placeholder of the template. Raises :class:`PostkastError` for the first empty one."""
    filled = {}
    for name in rules.placeholders((text["subject"], text["content"])):
        filled[name] = clean_text(values.get(name, ""))
        if not filled[name]:
            raise PostkastError(_("Write a few words: this cannot be empty."), f"value_{name}")
        if len(filled[name]) > MAX_VALUE:
            message = _("The text is too long: at most %(limit)s characters.") % {"limit": MAX_VALUE}
            raise PostkastError(message, f"value_{name}")
    return filled
