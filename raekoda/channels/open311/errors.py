"""What the endpoint answers when it does not do as asked: a list of codes and descriptions, as GeoReport v2 says."""

from __future__ import annotations


class Refused(Exception):
    """One or more reasons, under one HTTP status: 404 for what does not exist, 403 for keys, 400 for the rest."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__("; ".join(descriptions))
        self.status = status
        self.descriptions = [str(description) for description in descriptions]
