"""Child processes that are started again when they end, and found again when whoever watched them was killed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psutil

from raekoda.config.home import home
from raekoda.tools.progress import say

MARK = "RAEKODA_CHILD_OF"
"""Environment variable of every child: the folder of its installation."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STABLE_SECONDS = 60
STOP_SECONDS = 8
WATCH_SECONDS = 0.2


class Process(Protocol):
    """What a child needs of its process; ``subprocess.Popen`` has it."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def terminate(self) -> None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Forked:
    """``work`` in a process forked from this one, in a process group of its own, shown as ``raekoda-<name>`` by the system."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._process = multiprocessing.get_context("fork").Process(target=_run_in_own_group, args=(name, work))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self._process.name), timeout or 0)
        return self._process.exitcode


def _run_in_own_group(name: str, work: Callable[[], object]) -> None:
    os.setpgid(0, 0)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    show_name(name)
    work()


def show_name(name: str) -> None:
    """Have this process called ``raekoda-<name>`` by ps and top, where the system lets it (Linux; 15 characters)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(f"raekoda-{name}")


@dataclass
class Child:
    """A process that is started again, after a growing pause, whenever it ends."""

    name: str
    launch: Callable[[], Process]
    process: Process | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    next_start: float = 0.0

    def start(self) -> None:
        self.process = self.launch()
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
        if time.monotonic() - self.started_at > STABLE_SECONDS:
            self.pause = FIRST_PAUSE
        say(f"  {self.name} ended (code {code}); starting it again in {self.pause:g} s")
        self.kill_process_group()
        self.process = None
        self.next_start = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def request_stop(self) -> None:
        """Ask politely; :meth:`end` waits."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for the process until ``deadline`` (monotonic seconds), then end it and all it started."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        self.kill_process_group()
        self.process.wait()
        self.process = None

    def kill_process_group(self) -> None:
        """End the process group: a killed web server leaves its workers behind."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def stop_all(children: list[Child], seconds: float = STOP_SECONDS) -> None:
    """Stop every child, all at once, within ``seconds``."""
    for child in children:
        child.request_stop()
    deadline = time.monotonic() + seconds
    for child in children:
        child.end(deadline)


def run_until_stopped(children: list[Child]) -> None:
    """Start the children and start each again when it ends, until SIGTERM, SIGINT or SIGHUP; then stop them."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    for child in children:
        child.start()
    while not stop.wait(WATCH_SECONDS):
        for child in children:
            child.watch()
    stop_all(children)


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
