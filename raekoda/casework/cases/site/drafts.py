"""Drafts of reports and questions, stored on the server between screens.

A draft is stored in the visitor's session, its photos in the file storage under ``drafts/<key>/``. The key identifies the
draft in addresses, gives no access without the session, and is the idempotency key of the case that is opened from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest

from raekoda.platform.core import clock
from raekoda.platform.core.fields import Point
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.tokens import new_token

DRAFTS = "drafts"
SENT = "sent"
MOST_DRAFTS = 8
FOLDER = "drafts"
KEY = re.compile(r"^[A-Za-z0-9_-]{22}$")


class Draft:
    """An unfinished report or question: a dictionary of JSON values with a key, stored in the session."""

    def __init__(self, request: HttpRequest, key: str, data: dict[str, Any]) -> None:
        self.request = request
        self.key = key
        self.data = data

    @classmethod
    def new(cls, request: HttpRequest, **data: Any) -> Draft:
        """A new draft; the oldest ones are deleted when a session holds too many."""
        draft = cls(request, new_token(), {"photos": [], **data})
        drafts = request.session.setdefault(DRAFTS, {})
        for key in list(drafts)[: max(0, len(drafts) + 1 - MOST_DRAFTS)]:
            _delete_files(drafts.pop(key))
        draft.save()
        return draft

    @classmethod
    def find(cls, request: HttpRequest, key: str) -> Draft:
        """The session's draft of this key. Raises ``Http404``."""
        data = request.session.get(DRAFTS, {}).get(key)
        if data is None:
            raise Http404("No such draft in this session")
        return cls(request, key, data)

    def get(self, name: str, default: Any = None) -> Any:
        return self.data.get(name, default)

    def update(self, **values: Any) -> None:
        """Change values and save them."""
        self.data.update(values)
        self.save()

    def save(self) -> None:
        self.request.session.setdefault(DRAFTS, {})[self.key] = self.data
        self.request.session.modified = True

    @property
    def text(self) -> str:
        return self.data.get("text", "")

    @property
    def point(self) -> Point | None:
        place = self.data.get("point")
        return Point(*place) if place else None

    @property
    def photos(self) -> list[dict[str, Any]]:
        return self.data["photos"]

    def add_photos(self, files: Sequence[PreparedFile], most: int) -> int:
        """Store prepared files, up to ``most`` in all; returns how many exceeded the limit."""
        free_places = max(0, most - len(self.photos))
        for file in files[:free_places]:
            self.photos.append(_store(self.key, file))
        self.save()
        return max(0, len(files) - free_places)

    def remove_photo(self, number: int) -> None:
        """Delete the photo at this index; an unknown index changes nothing."""
        if 0 <= number < len(self.photos):
            _delete_photo(self.photos.pop(number))
            self.save()

    def prepared_files(self) -> list[PreparedFile]:
        """The stored files, read from the storage."""
        return [_read(photo) for photo in self.photos]

    def mark_sent(self, token: str) -> None:
        """Delete the draft and remember the token of the case that was opened from it."""
        sent = self.request.session.setdefault(SENT, {})
        sent[self.key] = token
        for key in list(sent)[:-MOST_DRAFTS]:
            del sent[key]
        self.discard()

    def discard(self) -> None:
        _delete_files(self.data)
        self.request.session.get(DRAFTS, {}).pop(self.key, None)
        self.request.session.modified = True


def sent_token(request: HttpRequest, key: str) -> str | None:
    """The token of the case opened from this session's draft, if it was sent."""
    return request.session.get(SENT, {}).get(key)


def purge_expired_drafts(older_than: timedelta = timedelta(days=2)) -> int:
    """Delete stored files of drafts whose sessions have expired; returns how many drafts. Idempotent."""
    cutoff = clock.now() - older_than
    try:
        folders, _ = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    return sum(_purge_folder(f"{FOLDER}/{key}", cutoff) for key in folders if KEY.match(key))


def _purge_folder(folder: str, cutoff: datetime) -> bool:
    paths = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    if any(default_storage.get_modified_time(path) > cutoff for path in paths):
        return False
    for path in [*paths, folder]:
        default_storage.delete(path)
    return True


def _store(key: str, file: PreparedFile) -> dict[str, Any]:
    path = default_storage.save(f"{FOLDER}/{key}/{new_token()}", ContentFile(file.content))
    thumbnail = default_storage.save(f"{path}.small", ContentFile(file.thumbnail)) if file.thumbnail else ""
    return {
        "path": path,
        "thumbnail": thumbnail,
        "name": file.name,
        "content_type": file.content_type,
        "width": file.width,
        "height": file.height,
    }


def _read(photo: dict[str, Any]) -> PreparedFile:
    return PreparedFile(
        name=photo["name"],
        content=_bytes(photo["path"]),
        content_type=photo["content_type"],
        width=photo["width"],
        height=photo["height"],
        thumbnail=_bytes(photo["thumbnail"]) if photo["thumbnail"] else None,
    )


def _bytes(path: str) -> bytes:
    with default_storage.open(path) as stored:
        return stored.read()


def _delete_files(data: dict[str, Any]) -> None:
    for photo in data.get("photos", []):
        _delete_photo(photo)


def _delete_photo(photo: dict[str, Any]) -> None:
    for path in (photo["path"], photo["thumbnail"]):
        if path:
            default_storage.delete(path)
