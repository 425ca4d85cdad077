from __future__ import annotations


class DeliveryRefused(Exception):
    """What cannot be done with a delivery now, in words for staff."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
