"""Intake by the watched folder, the API and the upload page."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from raekoda.channels.recordings import actions, folders, jobs, tasks
from raekoda.channels.recordings.models import IntakeKey, Recording
from raekoda.identity.accounts.models import User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.channels.recordings.conftest import LETTER, make_user

API = "/api/v1/recordings"
HOSTILE = "../../etc/<img src=x onerror=alert(1)>\u202e.txt"


@pytest.fixture
def intake(tmp_path: Path, settings: Any, municipality: Municipality) -> Path:
    settings.RAEKODA_INTAKE = tmp_path
    folder = tmp_path / municipality.code
    folder.mkdir()
    return folder


def lay(path: Path, content: str = LETTER, age: int = 60) -> Path:
    path.write_text(content)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))
    return path


@pytest.fixture
def key(municipality: Municipality) -> str:
    return actions.new_key(municipality, "Keskjaam", actor=Actor.system())[1]


def send(client: Client, key: str, content: bytes = LETTER.encode(), name: str = "k.txt", **kwargs: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(API, {"file": file, **kwargs}, headers={"X-Api-Key": key})


def test_the_watched_folder_is_emptied_once(intake: Path) -> None:
    lay(intake / "kiri.txt")
    lay(intake / "sama sisu.txt")
    lay(intake / "teine.txt", "Millal on vallavalitsus avatud?\n")
    tasks.intake(0)
    assert sorted(path.name for path in intake.iterdir()) == []
    assert Recording.objects.count() == 2, "the same content is stored once"
    lay(intake / "kiri uuesti.txt")
    tasks.intake(0)
    assert Recording.objects.count() == 2
    assert not list(intake.iterdir())
    assert set(Recording.objects.values_list("source", "state")) == {("folder", "waiting")}


def test_what_is_still_being_written_is_left(intake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(intake / "poolik.txt", age=0)
    lay(intake / "kiri.txt.part")
    lay(intake / ".peidetud")
    (intake / "kaust").mkdir()
    (intake / "viit.txt").symlink_to(lay(intake / "kaust" / "mujal.txt"))
    tasks.intake(0)
    assert not Recording.objects.exists()
    written_to = lay(intake / "poolik.txt")
    real_fstat, calls = os.fstat, []

    def grown(descriptor: int) -> Any:
        calls.append(descriptor)
        if len(calls) == 2:
            with written_to.open("a") as file:
                file.write("veel")
        return real_fstat(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(folders.os, "fstat", grown)
        tasks.intake(0)
    assert not Recording.objects.exists(), "somebody wrote to it while it was read"
    lay(written_to)
    tasks.intake(0)
    assert Recording.objects.get().name == "poolik.txt"


def test_a_rejected_file_is_reported_and_a_large_one_not_lost(intake: Path, settings: Any) -> None:
    lay(intake / "programm.exe", "MZ\x00\x01")
    tasks.intake(0)
    assert Recording.objects.get().problem == "unknown_kind"
    assert not (intake / "programm.exe").exists()
    settings.RAEKODA_RECORDING_BYTES = 10
    lay(intake / "suur.txt")
    tasks.intake(0)
    assert Recording.objects.get(name="suur.txt").problem == "too_large"
    assert [path.name for path in intake.rglob("*.txt")] == ["suur.txt"]


def test_the_command_takes_in_a_folder_and_may_be_run_again(tmp_path: Path, municipality: Municipality) -> None:
    lay(tmp_path / "kiri.txt", age=0)
    for _ in range(2):
        call_command("recordings_import", str(tmp_path), municipality="0793", consent=True, stdout=StringIO())
    assert Recording.objects.get().consent is True
    assert (tmp_path / "kiri.txt").exists(), "a folder that is not watched is left as it was"
    with pytest.raises(CommandError):
        call_command("recordings_import", str(tmp_path), municipality="9999")


def test_a_system_hands_in_with_its_key(client: Client, key: str) -> None:
    answer = send(client, key, consent="true", reference="kõne 17, tel 5550 1234")
    result = answer.json()
    assert answer.status_code == 201
    assert (result["kind"], result["state"], result["problem"]) == ("document", "waiting", None)
    recording = Recording.objects.get()
    assert recording.consent is True
    assert "5550" not in recording.reference
    assert result["desk_url"].endswith(f"/toolaud/salvestised/{recording.ref}/")
    again = send(client, key)
    assert (again.status_code, again.json()["ref"]) == (200, recording.ref)
    assert client.get(f"{API}/{recording.ref}", headers={"X-Api-Key": key}).json()["ref"] == recording.ref
    line = JournalEntry.objects.get(action="recordings.receive")
    assert (line.actor_kind, line.actor_id) == ("integration", IntakeKey.objects.get().pk)


def test_a_system_is_told_what_is_wrong(client: Client, key: str, settings: Any, municipality: Municipality) -> None:
    assert send(client, "vale").status_code == 403
    assert client.post(API, {}, headers={"X-Api-Key": key}).json()["error"]["details"][0]["field"] == "file"
    assert send(client, key, consent="vist").status_code == 422
    assert client.get(API, headers={"X-Api-Key": key}).headers["Allow"] == "POST"
    broken = client.post(API, b"--x\r\n", content_type="multipart/form-data", headers={"X-Api-Key": key})
    assert broken.status_code in (400, 422)
    refused = send(client, key, b"MZ\x00\x01", "a.wav").json()
    assert refused["problem"]["code"] == "unknown_kind"
    assert "wav" in refused["problem"]["how_to_go_on"]
    settings.RAEKODA_RECORDING_BYTES = 10
    assert send(client, key).status_code == 413
    actions.change_key(IntakeKey.objects.get(), name="Keskjaam", is_active=False, actor=Actor.system())
    assert send(client, key).status_code == 403


def test_a_key_opens_its_own_municipality_alone(client: Client, key: str, other_municipality: Municipality) -> None:
    file = SimpleUploadedFile("k.txt", LETTER.encode())
    answer = client.post(API, {"file": file}, headers={"X-Api-Key": key, "host": "elva.localhost"})
    assert answer.status_code == 403
    with municipality_scope(other_municipality):
        assert not Recording.objects.exists()


def test_guessing_keys_is_slowed_down(client: Client, municipality: Municipality) -> None:
    answers = [client.post(API, headers={"X-Api-Key": f"proov{number}"}).status_code for number in range(22)]
    assert answers[0] == 403
    assert answers[-1] == 429


def test_an_official_hands_in_several_files(desk: Client, municipality: Municipality) -> None:
    files = [SimpleUploadedFile("kiri.txt", LETTER.encode()), SimpleUploadedFile("pilt.png", b"\x89PNG\r\n\x1a\n\x00")]
    page = desk.post("/toolaud/salvestised/lisa/", {"uploads": files, "consent": "on"}, follow=True).content.decode()
    assert "1 fail on vastu võetud" in page
    assert "Seda liiki faili ei võeta vastu." in page
    assert Recording.objects.filter(consent=True, received_by__isnull=False).count() == 2
    page = desk.post("/toolaud/salvestised/lisa/", {}).content.decode()
    assert 'id="id_uploads"' in page, "without a file the form comes back"


def test_hostile_names_are_only_ever_shown_escaped(
    desk: Client, ingest: Callable[..., Recording], settings: Any
) -> None:
    recording = ingest(LETTER, HOSTILE)
    assert recording.file.name.startswith("recordings/0793/")
    assert "img" not in recording.file.name
    assert str(Path(recording.file.path).resolve()).startswith(str(Path(settings.MEDIA_ROOT).resolve()))
    for page in ("/toolaud/salvestised/?seis=koik", f"/toolaud/salvestised/{recording.ref}/"):
        shown = desk.get(page).content.decode()
        assert "<img src=x" not in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize("path", ["/toolaud/salvestised/", "/toolaud/salvestised/lisa/"])
def test_strangers_operators_and_editors_do_not_get_in(
    path: str, client: Client, municipality: Municipality, operator: Actor
) -> None:
    assert client.get(path).status_code == 302
    for user in (operator.user, make_user(municipality, "edith", "editor")):
        client.force_login(user)  # type: ignore[arg-type]
        assert client.get(path).status_code == 403


def test_an_administrator_makes_a_key_and_puts_it_out_of_use(municipality: Municipality, client: Client) -> None:
    client.force_login(User.objects.create_superuser("haldur", password="proov-proov"))
    folder = "/haldus/salvestiste-votmed/"
    page = client.post(f"{folder}new/", {"name": "Keskjaam", "is_active": "on"}, follow=True).content.decode()
    key = IntakeKey.objects.get()
    assert key.prefix in page
    assert "kopeerige see kohe" in page
    client.post(f"{folder}edit/{key.pk}/", {"name": "Keskjaam"})
    key.refresh_from_db()
    assert key.is_active is False
    assert key.prefix in client.get(folder).content.decode()


def test_one_job_waits_for_a_recording_however_often_it_is_started(ingest: Callable[..., Recording]) -> None:
    recording = ingest(LETTER, done=False)
    jobs.enqueue(recording)
    jobs.enqueue(recording)
    waiting = ProcrastinateJob.objects.filter(task_name=jobs.PROCESS_TASK, args__recording_id=recording.pk)
    assert [job.args for job in waiting] == [
        {"municipality_id": recording.municipality_id, "recording_id": recording.pk}
    ], "a job has only ids"


def test_the_command_sets_a_period(municipality: Municipality, ingest: Callable[..., Recording]) -> None:
    call_command("recordings_keep", "document", "5", municipality="0793", source="Loetelu", stdout=StringIO())
    assert ingest(LETTER, done=False).delete_after == clock.today() + timedelta(days=5)
    assert JournalEntry.objects.filter(action="recordings.set_period").count() == 1
    with pytest.raises(CommandError):
        call_command("recordings_keep", "document", "-1", municipality="0793", source="Loetelu")
