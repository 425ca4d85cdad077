"""Plain lines on the terminal that say what is being done and how long it took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Show ``text`` while the block runs, then how long it took; on a terminal both stand on one line."""
    start = time.monotonic()
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        print(f"  {text} …", end="", flush=True)
    try:
        yield
    except BaseException:
        if on_terminal:
            print(flush=True)
        raise
    seconds = f"{time.monotonic() - start:.1f} s"
    say(f"\r  {text} ({seconds})" if on_terminal else f"  {text} ({seconds})")
