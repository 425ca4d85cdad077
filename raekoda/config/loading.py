"""Loading the program into a process."""

from __future__ import annotations

import gc


def load() -> None:
    """``django.setup()`` without looking for garbage on the way: almost all that is made while loading stays."""
    gc.disable()
    try:
        import django

        django.setup()
    finally:
        gc.enable()
