"""Native code that reads outside text runs in a child process: when it dies, one answer is lost and nothing else.

A :class:`Child` is started at its first question, answers one question at a time over its standard input and output, is killed
when it takes too long, and is started anew after it died. It knows nothing of the installation: no secret, no address of the
database. Questions and answers are JSON with a block of bytes beside it, so that a child that was taken over can hand back
data only.

``python -m raekoda.platform.core.aside MODULE:FUNCTION`` is the child: it calls the function once for the one that answers.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import resource
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import structlog

PROGRAM = Path(__file__).resolve().parents[3]
KEPT_SURROUNDINGS = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OMP_NUM_THREADS", "GOMP_SPINCOUNT")
HEAD = struct.Struct("!IQ")
MOST_BYTES = 256 * 1024 * 1024
REST_SECONDS = 1.0
"""After a death a new child is started at most so often."""
READING_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    OverflowError,
    IndexError,
    TypeError,
    KeyError,
    RuntimeError,
    ArithmeticError,
)
"""What libraries raise for content that is broken."""
log = structlog.get_logger(__name__)

Answering = Callable[[Any, bytes], tuple[Any, bytes]]


class ChildFailed(Exception):
    """No answer: the child died or was killed because it took too long (``is_death``), or rests after a death."""

    def __init__(self, reason: str, *, is_death: bool) -> None:
        super().__init__(reason)
        self.is_death = is_death


class Child:
    """A process that answers questions by the function that ``target`` ("module:function") returns."""

    def __init__(self, target: str, *, seconds: float, memory: int = 0) -> None:
        self.target, self.seconds, self.memory = target, seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._died_at = -REST_SECONDS
        self._one_at_a_time = threading.Lock()
        atexit.register(self.stop)

    def ask(
        self, question: Any, blob: bytes = b"", *, seconds: float | None = None, waits: bool = False
    ) -> tuple[Any, bytes]:
        """The answer of the child; ``waits``: wait until a crashed child may be restarted.

        Raises :class:`ChildFailed`.
        """
        seconds = seconds or self.seconds
        if not self._one_at_a_time.acquire(timeout=seconds):
            raise ChildFailed("busy", is_death=False)
        try:
            if waits:
                time.sleep(max(0.0, self._died_at + REST_SECONDS - time.monotonic()))
            return self._asked(question, blob, seconds)
        finally:
            self._one_at_a_time.release()

    def _asked(self, question: Any, blob: bytes, seconds: float) -> tuple[Any, bytes]:
        process = self._running()
        deadline = time.monotonic() + seconds
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            _write(process.stdin, question, blob)
            return _read(_Bounded(process.stdout.fileno(), deadline))
        except (OSError, EOFError, TimeoutError, ValueError) as error:
            self._end()
            self._died_at = time.monotonic()
            log.warning("child_died", target=self.target, reason=type(error).__name__)
            raise ChildFailed(type(error).__name__, is_death=True) from error

    def stop(self) -> None:
        """End the child, if this process has one."""
        if self._owner == os.getpid():
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._process = None  # the child of the process that this one was forked from
        if self._process is None or self._process.poll() is not None:
            if time.monotonic() - self._died_at < REST_SECONDS:
                raise ChildFailed("rests", is_death=False)
            command = [sys.executable, "-m", "raekoda.platform.core.aside", self.target, str(self.memory)]
            surroundings = {name: os.environ[name] for name in KEPT_SURROUNDINGS if name in os.environ}
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROGRAM, env=surroundings
            )
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


class _Bounded:
    """Reads a pipe until a moment. Raises ``TimeoutError``, and ``EOFError`` at the end."""

    def __init__(self, descriptor: int, deadline: float) -> None:
        self.descriptor, self.deadline = descriptor, deadline

    def read(self, size: int) -> bytes:
        pieces = bytearray()
        while len(pieces) < size:
            left = self.deadline - time.monotonic()
            if left <= 0 or not select.select([self.descriptor], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(self.descriptor, min(size - len(pieces), 1024 * 1024))
            if not piece:
                raise EOFError
            pieces += piece
        return bytes(pieces)


def _write(pipe: IO[bytes], message: Any, blob: bytes) -> None:
    text = json.dumps(message).encode()
    pipe.write(HEAD.pack(len(text), len(blob)) + text + blob)
    pipe.flush()


def _read(pipe: Any) -> tuple[Any, bytes]:
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        raise EOFError
    length, size = HEAD.unpack(head)
    if length + size > MOST_BYTES:
        raise ValueError("too long")
    return json.loads(pipe.read(length)), pipe.read(size)


def main() -> None:
    """Answer until the asking process is gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target, memory = sys.argv[1], int(sys.argv[2])
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    module, _, function = target.partition(":")
    answer: Answering = getattr(importlib.import_module(module), function)()
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            _write(answers, *answer(*_read(questions)))


if __name__ == "__main__":
    main()
