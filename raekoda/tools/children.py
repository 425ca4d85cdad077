"""Child processes of the supervisor: started again when they end, and found again when the supervisor was killed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

import psutil

from raekoda.config.home import home
from raekoda.tools.progress import say

MARK = "RAEKODA_CHILD_OF"
"""Environment variable of every child: the folder of its installation."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60
STOP_SECONDS = 8


@dataclass
class Child:
    """A process that is started again, after a growing pause, whenever it ends."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    next_start: float = 0.0

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches the supervisor alone."""
        environment = {**os.environ, MARK: str(home())}
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True, stdin=subprocess.DEVNULL)
        self.started_at = time.monotonic()

    def watch(self) -> None:
        """Note an ended process; start it again when its pause is over."""
        if self.process is None:
            if time.monotonic() >= self.next_start:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        if time.monotonic() - self.started_at > STEADY_SECONDS:
            self.pause = FIRST_PAUSE
        say(f"  {self.name} ended (code {code}); starting it again in {self.pause:g} s")
        self._signal_group(signal.SIGKILL)  # a killed web server leaves its workers behind
        self.process = None
        self.next_start = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def ask_to_stop(self) -> None:
        """Ask politely; :meth:`end` waits."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for the process until ``deadline`` (monotonic seconds), then end its whole group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        self._signal_group(signal.SIGKILL)
        self.process.wait()
        self.process = None

    def _signal_group(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def stop_all(children: list[Child]) -> None:
    """Stop every child, all at once, within :data:`STOP_SECONDS`."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        child.end(deadline)


def end_orphans() -> int:
    """End the children of a supervisor that was killed, and say how many there were.

    The caller holds the lock of the folder, so whatever bears this folder's mark has lost its supervisor.
    """
    orphans = [process for process in psutil.process_iter() if _is_orphan(process)]
    for process in orphans:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(orphans, timeout=STOP_SECONDS)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=STOP_SECONDS)
    return len(orphans)


def _is_orphan(process: psutil.Process) -> bool:
    if process.pid == os.getpid():
        return False
    with contextlib.suppress(psutil.Error, OSError):
        return bool(process.environ().get(MARK) == str(home()))
    return False


def python(*arguments: str) -> list[str]:
    """A command line of this very Python."""
    return [sys.executable, *arguments]
