"""Letters of a notice: recipients, content, and failures of the mail server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.casework.letters import mail as channel
from raekoda.channels.notices import actions, audience, delivery_queue, sending, subscriptions, tasks
from raekoda.channels.notices.models import Kind, Notice, Recipient, Subscriber
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.mailserver import MailServer

State = Recipient.State


def states(notice: Notice) -> list[str]:
    return list(Recipient.objects.filter(notice=notice).order_by("id").values_list("state", flat=True))


def recipients(notice: Notice) -> set[str]:
    emails = Recipient.objects.filter(notice=notice).values_list("subscriber__email", flat=True)
    return {email.partition("@")[0] for email in emails}


def test_a_notice_goes_to_those_who_want_it(subscriber, publish, annelinn, karlova, streets, snow, schools) -> None:
    subscriber("all")
    subscriber("here", area_ids=[annelinn.pk])
    subscriber("elsewhere", area_ids=[karlova.pk])
    subscriber("streets", topic_ids=[streets.pk])
    subscriber("schools", topic_ids=[schools.pk])
    subscriber("events", kinds=["event"])
    subscriber("waiting", confirmed_at=None)
    subscriber("gone", left_at=clock.now())

    assert recipients(publish(kind=Kind.NEWS)) == {"all", "here", "elsewhere", "streets", "schools"}
    assert recipients(publish(areas=[annelinn])) == {"all", "here", "streets", "schools"}
    assert recipients(publish(topics=[snow])) == {"all", "here", "elsewhere", "streets"}
    assert recipients(publish(kind=Kind.CRISIS, topics=[schools], areas=[karlova])) == {
        "all",
        "elsewhere",
        "streets",
        "schools",
    }
    assert recipients(publish(tell_subscribers=False)) == set()


def test_subject_may_be_a_service_or_its_topic(subscriber, publish, lights, streets, schools) -> None:
    lights.topics.set([streets])
    lights.save()
    subscriber("lamp", service_ids=[lights.pk], topic_ids=[schools.pk])
    subscriber("streets", topic_ids=[streets.pk])
    subscriber("schools", topic_ids=[schools.pk])

    assert recipients(publish(services=[lights])) == {"lamp", "streets"}


def test_subscribers_of_another_municipality_get_nothing(subscriber, publish, other_municipality: Municipality) -> None:
    subscriber("mari")
    Subscriber.objects.create(
        municipality=other_municipality, email="elva@example.ee", kinds=["news"], confirmed_at=clock.now()
    )
    assert recipients(publish()) == {"mari"}


def test_counted_before_and_queued_after_are_the_same(subscriber, write, editor: Actor) -> None:
    for number in range(7):
        subscriber(f"s{number}", kinds=["news"] if number % 2 else ["event"])
    notice = write()
    assert audience.count(notice) == 3
    assert actions.publish(notice, actor=editor) == 3
    assert actions.publish(notice, actor=editor) == 0
    assert audience.create_recipients(notice) == 0


def test_the_letter_is_plain_to_one_person_and_can_be_left_by_one_press(
    subscriber, publish, mail: MailServer, municipality: Municipality
) -> None:
    mari, ivan = subscriber("mari"), subscriber("ivan", language="ru")
    notice = publish(
        kind=Kind.WORKS, title_ru="Улица закрыта", text_ru="До пятницы.", place="Riia 2",
        starts_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    assert sending.send_letters(notice) == 2

    (to_mari,) = [letter for letter in mail.letters if letter["To"] == mari.email]
    assert [recipients for recipients, _ in mail.taken] == [[mari.email], [ivan.email]]
    assert to_mari["Subject"] == "Riia tänav on suletud"
    assert to_mari.get_content_type() == "text/plain"
    text = to_mari.get_content()
    assert "Kuni reedeni." in text and "Koht: Riia 2" in text and "Aeg: " in text
    assert f"/teadaanded/{notice.ref}/" in text and f"/tellimus/{mari.token}/" in text
    assert ivan.token not in text and "None" not in text and sending.TOKEN not in text
    assert to_mari["List-Unsubscribe"].strip() == f"<http://tartu.localhost:8000/tellimus/{mari.token}/loobu/>"
    assert to_mari["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert to_mari["List-Id"] == "<notices.tartu.localhost>"
    assert to_mari["Precedence"] == "bulk"
    assert to_mari["Auto-Submitted"] is None
    (to_ivan,) = [letter for letter in mail.letters if letter["To"] == ivan.email]
    assert to_ivan["Subject"] == "Улица закрыта"
    assert "До пятницы." in to_ivan.get_content() and f"/ru/tellimus/{ivan.token}/" in to_ivan.get_content()
    assert mail.connections == 1
    assert states(notice) == ["sent", "sent"]
    assert sending.send_letters(notice) == 0 and len(mail.taken) == 2


def test_what_is_not_translated_comes_in_estonian(subscriber, publish, mail: MailServer) -> None:
    subscriber("john", language="en")
    sending.send_letters(publish())
    assert mail.letters[0]["Subject"] == "Riia tänav on suletud"
    assert "The notice on our site" in mail.letters[0].get_content()


def test_a_refused_address_fails_and_the_others_get_theirs(
    subscriber, publish, mail: MailServer, editor: Actor
) -> None:
    for name in ("one", "bad", "two", "busy"):
        subscriber(name)
    mail.refuse = {"bad@example.ee": "550 no such user", "busy@example.ee": "451 later"}
    notice = publish()
    sending.send_letters(notice)

    assert states(notice) == ["sent", "failed", "sent", "waiting"]
    bad, busy = Recipient.objects.get(state="failed"), Recipient.objects.get(state="waiting")
    assert (bad.error, busy.error) == ("SMTPRecipientsRefused 550", "SMTPRecipientsRefused 451")
    assert busy.due_at > clock.now()
    assert mail.connections == 1
    mail.refuse = {}
    assert actions.retry_failed(notice, actor=editor) == 1
    sending.send_letters(notice)
    assert states(notice) == ["sent", "sent", "sent", "waiting"]
    assert JournalEntry.objects.filter(action="notices.try_again", data={"letters": 1}).exists()


def test_who_is_deferred_too_often_has_failed(subscriber, publish, mail: MailServer) -> None:
    subscriber("busy")
    mail.refuse = {"busy@example.ee": "451 later"}
    notice = publish()
    for _ in range(20):
        Recipient.objects.update(due_at=clock.now())
        sending.send_letters(notice)
    assert states(notice) == ["failed"]
    assert Recipient.objects.get().attempts == 8


def test_a_server_that_is_away_costs_no_letter_a_try(subscriber, publish, settings) -> None:
    subscriber()
    notice = publish()
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    with pytest.raises(channel.TemporaryFailure):
        sending.send_letters(notice)
    assert [(each.state, each.attempts) for each in Recipient.objects.all()] == [("waiting", 0)]


def test_a_letter_in_doubt_is_decided_by_staff(subscriber, publish, mail: MailServer, editor) -> None:
    for name in ("one", "two", "three"):
        subscriber(name)
    mail.on_letter = lambda number: "break" if number == 2 else ""
    notice = publish()
    sending.send_letters(notice)

    assert states(notice) == ["sent", "in_doubt", "sent"]
    sending.send_letters(notice)
    assert actions.retry_failed(notice, actor=editor) == 0
    assert len(mail.taken) == 3
    assert actions.resolve_in_doubt(notice, send_again=False, actor=editor) == 1
    assert states(notice) == ["sent", "sent", "sent"]


def test_staff_may_send_a_doubtful_letter_once_more(subscriber, publish, mail: MailServer, editor) -> None:
    subscriber()
    mail.on_letter = lambda number: "break" if number == 1 else ""
    notice = publish()
    sending.send_letters(notice)
    actions.resolve_in_doubt(notice, send_again=True, actor=editor)
    sending.send_letters(notice)
    assert states(notice) == ["sent"]
    assert len(set(mail.ids)) == 1 and len(mail.ids) == 2


def test_a_letter_abandoned_by_a_dead_worker_becomes_in_doubt(subscriber, publish, municipality, monkeypatch) -> None:
    subscriber()
    notice = publish()
    (letter,) = delivery_queue.iter_due(notice)
    assert delivery_queue.save_and_claim(None, letter) is True
    assert delivery_queue.save_and_claim(None, letter) is None
    assert sending.mark_abandoned(municipality) == 0
    assert list(delivery_queue.iter_due(notice)) == []
    Recipient.objects.update(handed_at=clock.now() - timedelta(hours=1))
    assert sending.mark_abandoned(municipality) == 1
    assert states(notice) == ["in_doubt"]


def test_who_left_after_publishing_gets_no_letter(subscriber, publish, mail: MailServer) -> None:
    stays, leaves = subscriber("stays"), subscriber("leaves")
    notice = publish()
    subscriptions.leave(leaves.token)
    sending.send_letters(notice)
    assert states(notice) == ["sent", "left"]
    assert [letter["To"] for letter in mail.letters] == [stays.email]


def test_a_withdrawn_notice_is_sent_to_nobody_more(subscriber, publish, editor, mail: MailServer) -> None:
    subscriber()
    notice = publish()
    actions.withdraw(notice, actor=editor, reason="Viga kuupäevas")
    assert states(notice) == []
    actions.publish(Notice.objects.get(pk=notice.pk), actor=editor)
    assert states(notice) == ["waiting"]


def test_one_job_a_notice_and_crises_first(subscriber, publish) -> None:
    subscriber()
    calm, crisis = publish(), publish(kind=Kind.CRISIS)
    jobs = ProcrastinateJob.objects.filter(task_name="notices.send")
    assert {job.args["notice_id"]: job.priority for job in jobs} == {calm.pk: -10, crisis.pk: 10}
    tasks.enqueue_sending(calm)
    assert jobs.count() == 2


def test_maintenance_queues_a_job_for_letters_whose_job_was_lost(subscriber, publish) -> None:
    subscriber()
    notice = publish()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'notices.send'")
    tasks.run_maintenance.func(0)
    assert ProcrastinateJob.objects.get(task_name="notices.send").args["notice_id"] == notice.pk


def test_without_a_server_letters_are_files(subscriber, publish, settings, tmp_path) -> None:
    settings.RAEKODA_OUTBOX = tmp_path
    subscriber()
    sending.send_letters(publish())
    (file,) = tmp_path.iterdir()
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in file.read_bytes()
