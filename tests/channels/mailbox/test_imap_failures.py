"""A letter that the mail server does not give stays there, is tried again, is reported to staff, and blocks no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from raekoda.channels.mailbox import imap
from raekoda.channels.mailbox.models import Box, Mail
from raekoda.platform.core.journal import history
from tests.channels.mailbox.conftest import letter
from tests.channels.mailbox.servers import PASSWORD, USER, ImapServer


class Faulty:
    """A client of the real server that fails for one letter, as ``how`` says."""

    def __init__(self, client: IMAPClient, uid: int, how: str) -> None:
        self.client, self.uid, self.how = client, uid, how

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def fetch(self, uids: list[int], what: list[str | bytes]) -> dict[int, Any]:
        if self.uid in uids and (
            self.how == "breaks" or (self.how == "breaks at the content" and b"BODY.PEEK[]" in what)
        ):
            raise IMAPClientAbortError("socket error: EOF")
        if self.uid in uids and self.how == "refuses":
            raise IMAPClientError("UID command error: BAD")
        answer = self.client.fetch(uids, what)
        if self.how == "nothing":
            answer.pop(self.uid, None)
        if self.how == "without content" and self.uid in answer:
            answer[self.uid] = {key: value for key, value in answer[self.uid].items() if not key.startswith(b"BODY")}
        if self.how == "empty" and self.uid in answer:
            answer[self.uid] = {
                key: b"" if key.startswith(b"BODY") else value for key, value in answer[self.uid].items()
            }
        return answer


@pytest.fixture(scope="module")
def server() -> Iterator[ImapServer]:
    found = ImapServer()
    yield found
    found.stop()


@pytest.fixture
def fetched(box: Box, server: ImapServer) -> Iterator[Box]:
    box.imap_host, box.imap_port, box.imap_security = "127.0.0.1", server.port, Box.Security.NONE
    box.imap_user, box.imap_password = USER, PASSWORD
    box.save()
    assert imap.fetch(box) == 0
    yield box
    with server.client() as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()


def put_three(server: ImapServer, box: Box) -> int:
    """Append three letters; return the UID of the second."""
    server.put(*(letter(f"Kiri {number}", Message_ID=f"<{number}@example.ee>") for number in range(3)))
    return sorted(server.folder("INBOX"))[-2]


def fetch(server: ImapServer, box: Box, uid: int, how: str) -> int:
    box.refresh_from_db()
    with server.client() as client:
        return imap.fetch_new(Faulty(client, uid, how), box)  # type: ignore[arg-type]


@pytest.mark.parametrize("how", ["nothing", "without content", "empty", "refuses"])
def test_the_others_are_fetched_and_the_letter_comes_when_the_server_gives_it(
    fetched: Box, server: ImapServer, how: str
) -> None:
    uid = put_three(server, fetched)
    assert fetch(server, fetched, uid, how) == 2
    fetched.refresh_from_db()
    assert fetched.unfetched == {str(uid): 1}
    assert rb"\Seen" not in server.folder("INBOX")[uid][b"FLAGS"]
    assert fetch(server, fetched, uid, how) == 0
    assert fetch(server, fetched, uid, "") == 1
    fetched.refresh_from_db()
    assert (fetched.unfetched, Mail.objects.count()) == ({}, 3)
    assert fetch(server, fetched, uid, "") == 0


@pytest.mark.parametrize("how", ["breaks", "breaks at the content"])
def test_a_letter_at_which_the_connection_breaks_is_tried_last(fetched: Box, server: ImapServer, how: str) -> None:
    uid = put_three(server, fetched)
    for stored in (1, 2, 2):
        with pytest.raises(imap.CONNECTION_ERRORS):
            fetch(server, fetched, uid, how)
        assert Mail.objects.count() == stored
    assert fetch(server, fetched, uid, "") == 1


def test_a_connection_that_breaks_at_the_first_fetch_takes_no_read_letters_later(
    fetched: Box, server: ImapServer
) -> None:
    Box.objects.update(uid_validity=0, last_uid=0)
    server.put(letter("Vana", Message_ID="<old@example.ee>"), flags=(rb"\Seen",))
    uid = put_three(server, fetched)
    for _ in range(2):
        with pytest.raises(imap.CONNECTION_ERRORS):
            fetch(server, fetched, uid, "breaks")
    assert fetch(server, fetched, uid, "") == 1
    assert Mail.objects.count() == 3


def test_after_three_attempts_staff_are_told_and_it_is_tried_on(fetched: Box, server: ImapServer, desk: Client) -> None:
    uid = put_three(server, fetched)
    for attempt in range(1, 5):
        fetch(server, fetched, uid, "without content")
        fetched.refresh_from_db()
        fetched.save()  # other processes see it after some seconds
        assert ("ei anna" in desk.get("/toolaud/saabunud/").text) is (attempt >= 3)
    (line,) = [each for each in history(fetched) if each.action == "mailbox.unfetched"]
    assert line.data["uid"] == uid
    assert fetch(server, fetched, uid, "") == 1
    fetched.refresh_from_db()
    fetched.save()
    assert "ei anna" not in desk.get("/toolaud/saabunud/").text


def test_a_letter_deleted_on_the_server_is_no_longer_tried(fetched: Box, server: ImapServer) -> None:
    uid = put_three(server, fetched)
    fetch(server, fetched, uid, "nothing")
    with server.client() as client:
        client.select_folder("INBOX")
        client.delete_messages([uid])
        client.expunge()
    fetch(server, fetched, uid, "")
    fetched.refresh_from_db()
    assert fetched.unfetched == {}
