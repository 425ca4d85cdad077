"""What the same person answered before, for questions of new forms: source "earlier.<field>"."""

from __future__ import annotations
