"""What children of the tests answer. Imported by the child: needs no Django."""

from __future__ import annotations

import os
import signal
import time

from raekoda.platform.core import aside


def answering() -> aside.Answering:
    """A child that does as it is asked: says who it is, hands bytes back, dies, or sleeps."""

    def answer(question: object, blob: bytes) -> tuple[object, bytes]:
        if question == "die":
            os.kill(os.getpid(), signal.SIGABRT)
        if question == "sleep":
            time.sleep(60)
        print("noise of a library")
        return {"pid": os.getpid(), "secrets": [name for name in os.environ if "RAEKODA" in name]}, blob[::-1]

    return answer


def poisoned() -> aside.Answering:
    """An engine that dies of one word; its vector of a text is the text's length."""
    import numpy as np

    def answer(question: dict[str, list[str]], _blob: bytes) -> tuple[object, bytes]:
        if "poison" in question["texts"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        lengths = np.array([[len(text)] for text in question["texts"]], dtype=np.float32)
        return list(lengths.shape), lengths.tobytes()

    return answer


def dying() -> aside.Answering:
    """A decoder that dies of every picture."""

    def answer(_question: object, _blob: bytes) -> tuple[object, bytes]:
        os.kill(os.getpid(), signal.SIGSEGV)
        return {}, b""

    return answer
