"""kill -9 of the worker while it sends, twice, with a real mail server: no letter is lost or sent twice, and the letter
claimed by the dead worker is in doubt."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from raekoda.channels.notices import actions, sending
from raekoda.channels.notices.models import Kind, Recipient, Subscriber
from raekoda.config.tasks import retry_stalled_jobs
from raekoda.platform.core import clock
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import make_user
from tests.config.installation import until
from tests.conftest import make_municipality
from tests.conventions.files import PROJECT
from tests.mailserver import MailServer

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

State = Recipient.State


@contextmanager
def worker(mail: MailServer) -> Iterator[subprocess.Popen[bytes]]:
    """The worker as a process, on the test database."""
    settings = connection.settings_dict
    user = quote(settings["USER"]) + (f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else "")
    url = f"postgresql://{user}@/{settings['NAME']}?host={quote(settings['HOST'], safe='')}"
    environment = {
        **os.environ, "DATABASE_URL": url + (f"&port={settings['PORT']}" if settings["PORT"] else ""),
        "DJANGO_SETTINGS_MODULE": "raekoda.config.settings", "PYTHONPATH": str(PROJECT), "RAEKODA_SMTP_URL": mail.url,
    }  # fmt: skip
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "raekoda.config.worker"], env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            log.seek(0)
            print(log.read()[-3000:].decode(), file=sys.stderr)


def revive_jobs() -> None:
    """Retry jobs of dead workers without waiting for the heartbeat timeout."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    async_to_sync(retry_stalled_jobs.func)(0)


@pytest.mark.parametrize("subscribers", [48, pytest.param(960, marks=pytest.mark.soak)])
def test_a_killed_worker_sends_nothing_twice(subscribers: int) -> None:
    killed_before_the_answer, killed_somewhere = subscribers // 4, subscribers * 5 // 8
    municipality = make_municipality("0793", "Tartu linn", "Tartu maakond", "tartu")
    mail = MailServer().start()
    killed = []
    try:
        with municipality_scope(municipality):
            editor = actions.Actor.staff(make_user(municipality, "edith", "editor"))
            Subscriber.objects.bulk_create(
                Subscriber(
                    municipality=municipality, email=f"s{number}@example.ee", kinds=list(Kind.values),
                    confirmed_at=clock.now(),
                )
                for number in range(subscribers)
            )  # fmt: skip
            notice = actions.save(
                actions.new_notice(municipality), {"title_et": "Veekatkestus", "text_et": "Täna."}, actor=editor
            )
            assert actions.publish(notice, actor=editor) == subscribers

        with worker(mail) as first:

            def kill_before_the_answer(number: int) -> str:
                if number == killed_before_the_answer:
                    os.kill(first.pid, signal.SIGKILL)
                return ""

            mail.on_letter = kill_before_the_answer
            until(lambda: first.poll() is not None, "killed while the server had a letter")
            killed.append(first.returncode)
        taken_before = len(mail.taken)
        revive_jobs()
        with worker(mail) as second:
            until(lambda: len(mail.taken) >= killed_somewhere, "half of it sent")
            second.send_signal(signal.SIGKILL)
            killed.append(second.wait())
        revive_jobs()
        with worker(mail), municipality_scope(municipality):
            waiting = Recipient.objects.filter(notice=notice, state=State.WAITING)
            until(lambda: not waiting.exists(), "all sent")
            until(lambda: Recipient.objects.filter(state=State.HANDING).count() <= 2, "the last one settled")

        assert killed == [-signal.SIGKILL, -signal.SIGKILL]
        assert taken_before == killed_before_the_answer
        with municipality_scope(municipality):
            Recipient.objects.filter(state=State.HANDING).update(handed_at=clock.now() - timedelta(hours=1))
            in_doubt = sending.mark_abandoned(municipality)
            states = Counter(Recipient.objects.filter(notice=notice).values_list("state", flat=True))
        assert 1 <= in_doubt <= 2
        assert states == {State.SENT: subscribers - in_doubt, State.IN_DOUBT: in_doubt}
        assert max(Counter(mail.ids).values()) == 1
        assert max(Counter(recipient for recipients, _ in mail.taken for recipient in recipients).values()) == 1
        assert subscribers - in_doubt <= len(mail.taken) <= subscribers
    finally:
        mail.stop()
