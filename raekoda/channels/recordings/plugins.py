"""Registration of the built-in speech engines."""

from django.conf import settings

from raekoda.channels.recordings import permissions  # noqa: F401
from raekoda.channels.recordings.speech import Engine, engines

engines.register(
    Engine(
        "pocketsphinx",
        ("pocketsphinx",),
        "raekoda.channels.recordings.speech.sphinx",
        lambda: [settings.RAEKODA_SPEECH_MODEL, settings.RAEKODA_SPEECH_GRAMMAR, settings.RAEKODA_SPEECH_DICTIONARY],
    )
)
engines.register(
    Engine(
        "faster-whisper",
        ("faster_whisper",),
        "raekoda.channels.recordings.speech.whisper",
        lambda: [settings.RAEKODA_SPEECH_MODEL, f"{settings.RAEKODA_SPEECH_MODEL}/model.bin"],
    )
)
