"""Parsing a client's request: a form, a form with files, JSON or XML, all into one :class:`Submission`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from raekoda.channels.open311 import rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.platform.core.numbers import whole

TEXT_FIELDS = (
    "jurisdiction_id", "api_key", "service_code", "lat", "long", "address_string", "address_id", "email", "device_id",
    "account_id", "first_name", "last_name", "phone", "description", "media_url",
)  # fmt: skip
UPDATE_FIELDS = ("service_request_id", "update_id", "updated_datetime", "status", "external_status_code")
MEDIA = ("media", "media[]")
LISTS = {"service_requests": "request", "service_request_updates": "request_update"}
NOT_FINGERPRINTED = ("api_key", *UPDATE_FIELDS)
MAX_VALUE = 20_000
MAX_FIELDS = 500


@dataclass
class Submission:
    """A service request, or an update of one, as sent: plain fields as text ("" when missing), attributes, files."""

    fields: dict[str, str] = field(default_factory=lambda: dict.fromkeys((*TEXT_FIELDS, *UPDATE_FIELDS), ""))
    attributes: dict[str, list[str]] = field(default_factory=dict)
    files: list[UploadedFile] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    def fingerprint(self) -> str:
        """Digest of the content, without the API key, for comparing submissions."""
        compared = {name: value for name, value in self.fields.items() if name not in NOT_FINGERPRINTED}
        digest = hashlib.sha256(json.dumps([compared, self.attributes], sort_keys=True).encode())
        for file in self.files:
            digest.update(hashlib.sha256(file.read()).digest())
            file.seek(0)
        return digest.hexdigest()


def read_submission(request: HttpRequest) -> Submission:
    """Read the body by its content type. Raises :class:`Open311Error` (400, 413) when it cannot be read."""
    _check_size(request)
    content_type = (request.content_type or "").lower()
    try:
        if content_type == "application/json":
            return _from_mapping(_json(request.body))
        if content_type in {"text/xml", "application/xml"}:
            return _from_mapping(_xml(request.body))
        if content_type == "application/x-www-form-urlencoded":
            return _from_pairs(parse_qsl(request.body.decode("utf-8"), True, max_num_fields=MAX_FIELDS))
        return _from_form(request)
    except RequestDataTooBig as error:
        raise Open311Error(413, _("The request is too large.")) from error
    except (SuspiciousOperation, MultiPartParserError, ValueError, LookupError) as error:
        raise Open311Error(400, _("The request cannot be read. Send it as UTF-8.")) from error
    except UnreadablePostError as error:
        raise Open311Error(400, _("The connection broke off before the whole request arrived.")) from error


def _check_size(request: HttpRequest) -> None:
    largest = settings.RAEKODA_MAX_PHOTOS * settings.RAEKODA_MAX_PHOTO_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    length = request.META.get("CONTENT_LENGTH") or "0"
    if (whole(length) or 0) > largest:
        raise Open311Error(413, _("The request is too large."))


def _from_pairs(pairs: Iterable[tuple[str, str]]) -> Submission:
    submission = Submission()
    for name, value in pairs:
        if name in submission.fields:
            submission.fields[name] = _text(value)
        elif match := rules.ATTRIBUTE.match(name):
            submission.attributes.setdefault(match[1], []).append(_text(value))
    return submission


def _from_form(request: HttpRequest) -> Submission:
    submission = _from_pairs((name, value) for name, values in request.POST.lists() for value in values)
    submission.files = [file for name in MEDIA for file in request.FILES.getlist(name)]
    return submission


def _json(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Open311Error(400, _("The request is not valid JSON.")) from error
    if isinstance(content, list) and len(content) == 1:
        content = content[0]
    if not isinstance(content, dict):
        raise Open311Error(400, _("Send one service request as a JSON object."))
    return content


def _xml(body: bytes) -> dict[str, Any]:
    """A ``<request>`` or ``<request_update>`` (also within its list) as the equivalent JSON."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Open311Error(400, _("The request is not valid XML.")) from error
    request = root.find(LISTS[root.tag]) if root.tag in LISTS else root
    if request is None:
        raise Open311Error(400, _("Send one service request as a request element."))
    content: dict[str, Any] = {part.tag: part.text or "" for part in request if not len(part)}
    attributes: dict[str, list[str]] = {}
    for part in [*request.findall("attribute"), *request.findall("attributes/attribute")]:
        attributes.setdefault(_code(part), []).extend(_values(part))
    return content | {"attribute": attributes}


def _code(part: Element) -> str:
    return (part.get("code") or part.findtext("code") or "").strip()


def _values(part: Element) -> Iterable[str]:
    elements = [*part.findall("value"), *part.findall("values/value")]
    return [value.text or "" for value in elements] if elements else [part.text or ""]


def _from_mapping(content: dict[str, Any]) -> Submission:
    submission = Submission()
    for name in submission.fields:
        submission.fields[name] = _plain(content.get(name), name)
    attributes = content.get("attribute") or content.get("attributes") or {}
    if isinstance(attributes, list):
        attributes = {
            str(item.get("code", "")): item.get("value", item.get("values"))
            for item in attributes
            if isinstance(item, dict)
        }
    if not isinstance(attributes, dict):
        raise Open311Error(400, _("attribute is an object of codes and values."))
    for code, value in attributes.items():
        values = value if isinstance(value, list) else [value]
        submission.attributes[str(code)[:60]] = [
            _plain(item, f"attribute[{code}]"[:80]) for item in values if item is not None
        ]
    return submission


def _plain(value: Any, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise Open311Error(400, _("%(name)s is a text or a number.") % {"name": name})
    return _text("true" if value is True else "false" if value is False else str(value))


def _text(value: str) -> str:
    """Clean text: without NUL, lone surrogates and surrounding space. Raises for a value that is too long."""
    if len(value) > MAX_VALUE:
        raise Open311Error(400, _("A value is longer than %(limit)s characters.") % {"limit": MAX_VALUE})
    return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()
