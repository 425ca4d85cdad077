"""Processing of audio and documents to redacted transcripts and proposals."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from raekoda.casework.assistant.models import Exchange
from raekoda.channels.recordings import documents, jobs, pipeline, speech, tasks
from raekoda.channels.recordings.models import Proposal, RawTranscript, Recording
from raekoda.channels.recordings.pipeline import process
from raekoda.platform.core.models import JournalEntry
from tests.channels.recordings.conftest import FAQ, LETTER, letter, pdf_document, word_document

SAID = {"test1": "mine kolm meetrit edasi", "test2": "pööra paremale", "test3": "liigu edasi"}
REPLY = """Tere!

Jäätmejaama, see on avatud iga päev.

Mari Maasikas kirjutas 5. jaanuaril:
> Tere!
> Kuhu ma saan vana diivani viia?
"""


def as_format(samples: np.ndarray, rate: int, form: str) -> bytes:
    import soundfile

    output = io.BytesIO()
    subtype = "VORBIS" if form == "ogg" else None
    soundfile.write(output, samples, rate, format=form.upper(), subtype=subtype)
    return output.getvalue()


def sound_of(path: Path) -> np.ndarray:
    import soundfile

    return soundfile.read(str(path), dtype="float32")[0]


@pytest.mark.parametrize("name", SAID)
def test_real_recordings_give_their_exact_words(name: str, sphinx: Path, ingest: Callable[..., Recording]) -> None:
    recording = ingest((sphinx / f"{name}.wav").read_bytes(), f"{name}.wav")
    assert (recording.state, recording.problem) == ("ready", "")
    assert recording.transcript == SAID[name]
    assert recording.engine == "pocketsphinx est16k.cd_ptm_1000-mapadapt"
    assert recording.language == "et"
    assert 0 < recording.segments[0]["start"] < recording.segments[0]["end"] <= recording.seconds


@pytest.mark.parametrize("form", ["mp3", "ogg", "flac"])
def test_every_kind_of_audio_whatever_its_name_says(form: str, sphinx: Path, ingest: Callable[..., Recording]) -> None:
    recording = ingest(as_format(sound_of(sphinx / "test1.wav"), 16_000, form), "kõne.txt")
    assert (recording.kind, recording.format) == ("audio", form)
    assert recording.name == f"kõne.{form}"
    assert recording.transcript == SAID["test1"]


def test_stereo_of_another_rate_and_stretches_longer_than_memory_is_given(
    sphinx: Path, ingest: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    from scipy.signal import resample_poly

    from raekoda.channels.recordings.speech import audio

    monkeypatch.setattr(audio, "CHUNK_SECONDS", 4)
    monkeypatch.setattr(audio, "CUT_WITHIN_SECONDS", 2)
    one_after_other = np.concatenate([sound_of(sphinx / f"{name}.wav") for name in SAID])
    mono = resample_poly(one_after_other, 3, 1).astype(np.float32)
    recording = ingest(as_format(np.stack([mono, mono], axis=1), 48_000, "wav"))
    assert recording.transcript == "\n".join(SAID.values())
    assert recording.done_seconds == pytest.approx(recording.seconds)


def test_a_killed_worker_goes_on_where_it_stopped(
    sphinx: Path, ingest: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    from raekoda.channels.recordings.speech import audio

    monkeypatch.setattr(audio, "CHUNK_SECONDS", 4)
    monkeypatch.setattr(audio, "CUT_WITHIN_SECONDS", 2)
    content = as_format(np.concatenate([sound_of(sphinx / f"{name}.wav") for name in SAID]), 16_000, "wav")
    recording = ingest(content, done=False)
    engine = speech.get_recogniser()
    received: list[int] = []

    class Dies:
        name, language = engine.name, engine.language

        def segments(self, samples: np.ndarray) -> Any:
            received.append(len(samples))
            if len(received) == 2:
                raise KeyboardInterrupt
            return engine.segments(samples)

    monkeypatch.setattr(speech, "get_recogniser", Dies)
    with pytest.raises(KeyboardInterrupt):
        process(recording)
    recording.refresh_from_db()
    assert recording.state == "working"
    assert 0 < recording.progress < 100
    assert RawTranscript.objects.get().text == SAID["test1"]
    process(recording)
    assert recording.state == "ready"
    assert recording.transcript == "\n".join(SAID.values()), "nothing is lost and nothing is there twice"
    process(recording)
    assert JournalEntry.objects.filter(action="recordings.ready").count() == 1, "done is done"


def test_work_that_breaks_off_repeatedly_is_reported(
    sphinx: Path, ingest: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = ingest((sphinx / "test1.wav").read_bytes(), done=False)

    def crash() -> Any:
        raise MemoryError

    monkeypatch.setattr(speech, "get_recogniser", crash)
    for _ in range(4):
        with pytest.raises(MemoryError):
            process(recording)
    process(recording)
    assert (recording.state, recording.problem) == ("failed", "broken_off")


@pytest.mark.parametrize(
    ("setting", "value", "problem"),
    [
        ("RAEKODA_SPEECH_ENGINE", "", "no_engine"),
        ("RAEKODA_SPEECH_ENGINE", "oracle", "unknown_engine"),
        ("RAEKODA_SPEECH_MODEL", "/nowhere", "no_model"),
    ],
)
def test_audio_waits_for_the_engine_and_says_so(
    setting: str, value: str, problem: str, sphinx: Path, ingest: Callable[..., Recording], settings: Any
) -> None:
    original = getattr(settings, setting)
    setattr(settings, setting, value)
    recording = ingest((sphinx / "test2.wav").read_bytes())
    assert (recording.state, recording.problem) == ("waiting", problem)
    assert all(recording.problem_description)
    setattr(settings, setting, original)
    process(recording)
    assert recording.transcript == SAID["test2"]


def test_a_missing_package_is_said_in_words(
    sphinx: Path, ingest: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "find_spec", lambda name: None)
    assert ingest((sphinx / "test2.wav").read_bytes()).problem == "no_package"


def test_what_waits_gets_a_job_when_the_engine_is_there(
    sphinx: Path, ingest: Callable[..., Recording], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, settings.RAEKODA_SPEECH_ENGINE = settings.RAEKODA_SPEECH_ENGINE, ""
    recording = ingest((sphinx / "test2.wav").read_bytes())
    started: list[int] = []
    monkeypatch.setattr(jobs, "enqueue", lambda each: started.append(each.pk))
    tasks.enqueue_waiting(0)
    assert started == []
    settings.RAEKODA_SPEECH_ENGINE = engine
    tasks.enqueue_waiting(0)
    assert started == [recording.pk]


def test_a_letter_is_read_and_its_question_proposed(ingest: Callable[..., Recording]) -> None:
    recording = ingest(LETTER)
    assert recording.state == "ready", recording.problem
    assert not any(text in recording.transcript for text in ("example.ee", "5550", "Maasikas"))
    assert "Maasikas" in RawTranscript.objects.get().text
    proposal = Proposal.objects.get()
    assert proposal.question == "Minu diivan on vana. Kuhu ma saan selle viia?"
    assert proposal.reply == "", "what the asker goes on to say is no reply"
    asked = Exchange.objects.get(ref=proposal.exchange_ref)
    assert (asked.channel, asked.answered) == ("desk", False), "it is among the unanswered questions"


@pytest.mark.parametrize(
    ("make", "form"),
    [
        (lambda: FAQ.encode(), "txt"),
        (lambda: FAQ.encode("cp1257"), "txt"),
        (lambda: FAQ.encode("utf-16"), "txt"),
        (lambda: word_document(*FAQ.splitlines()), "docx"),
        (lambda: pdf_document(*FAQ.splitlines()), "pdf"),
    ],
    ids=["utf-8", "baltic", "utf-16", "docx", "pdf"],
)
def test_questions_and_answers_of_documents(
    make: Callable[[], bytes], form: str, ingest: Callable[..., Recording]
) -> None:
    recording = ingest(make())
    assert (recording.format, recording.state) == (form, "ready")
    assert list(Proposal.objects.values_list("question", "reply")) == [
        ("Kuhu viia vana diivan?", "Jäätmejaama. See on avatud iga päev kella kümnest kuueni."),
        ("Kas selle eest tuleb maksta?", "Ei, elanikule on see tasuta."),
    ]
    assert not Exchange.objects.exists(), "what has an answer is not asked again"


def test_a_reply_that_quotes_the_letter_gives_question_and_answer(ingest: Callable[..., Recording]) -> None:
    recording = ingest(letter(REPLY, attachment="<b>arve</b>.exe"))
    assert recording.format == "eml"
    assert recording.attachments == ["<b>arve</b>.exe"]
    proposal = Proposal.objects.get()
    assert proposal.question == "Kuhu ma saan vana diivani viia?"
    assert proposal.reply == "Jäätmejaama, see on avatud iga päev."


def test_russian_in_an_old_character_set(ingest: Callable[..., Recording]) -> None:
    recording = ingest("Здравствуйте! Подскажите, куда обращаться, если не горит фонарь?\n".encode("cp1251"))
    assert recording.language == "ru"
    assert Proposal.objects.get().question == "Подскажите, куда обращаться, если не горит фонарь?"


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: b"", "empty"),
        (lambda: b"MZ\x90\x00\x03" + bytes(200), "unknown_kind"),
        (lambda: b"<!DOCTYPE html><p>Kuhu?</p>", "unknown_kind"),
        (lambda: pdf_document("Kuhu viia diivan?", password="salajane"), "encrypted"),
        (lambda: b"%PDF-1.4\n" + b"\xff" * 500, "unreadable"),
        (lambda: pdf_document(), "no_text"),
        (lambda: bomb(), "bomb"),
    ],
    ids=["empty", "program", "web page", "locked", "damaged", "no words", "bomb"],
)
def test_what_cannot_be_processed_says_why(
    make: Callable[[], bytes], problem: str, ingest: Callable[..., Recording]
) -> None:
    recording = ingest(make(), "kiri.pdf")
    assert (recording.state, recording.problem) == ("failed", problem)
    assert all(recording.problem_description)
    assert not Proposal.objects.exists()


def bomb() -> bytes:
    """A small Word document that unpacks to 80 megabytes."""
    import zipfile

    output = io.BytesIO(word_document("Tere"))
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/suur.xml", bytes(80 * 1024 * 1024))
    return output.getvalue()


def test_bounds_on_size_pages_and_seconds(sphinx: Path, ingest: Callable[..., Recording], settings: Any) -> None:
    settings.RAEKODA_RECORDING_PAGES = 0
    assert ingest(pdf_document("Kuhu viia diivan?")).problem == "too_many_pages"
    settings.RAEKODA_RECORDING_SECONDS = 1
    assert ingest((sphinx / "test1.wav").read_bytes()).problem == "too_long"
    settings.RAEKODA_RECORDING_BYTES = 10
    refused = ingest("Kuhu viia vana diivan?")
    assert (refused.problem, refused.file.name) == ("too_large", "")


def test_a_question_is_asked_once_though_the_work_broke_off(
    ingest: Callable[..., Recording], monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = ingest(LETTER, done=False)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "emit", lambda event: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            process(recording)
    assert (Proposal.objects.count(), Exchange.objects.count()) == (1, 1)
    process(recording)
    assert recording.state == "ready"
    assert (Proposal.objects.count(), Exchange.objects.count()) == (1, 1)


def test_the_process_that_reads_documents_knows_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: dict[str, Any] = {}
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **options: seen.update(options) or real(command, **options))
    monkeypatch.setenv("RAEKODA_SECRET_KEY", "saladus")
    (tmp_path / "kiri").write_text("Kuhu viia diivan?")
    assert documents.read_document("txt", tmp_path / "kiri", 10).text == "Kuhu viia diivan?"
    assert not any(name.startswith(("RAEKODA", "DATABASE")) for name in seen["env"])
