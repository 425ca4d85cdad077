"""Error answers of the endpoint: a list of codes and descriptions, as GeoReport v2 says."""

from __future__ import annotations

from raekoda.platform.core.errors import RequestError


class Open311Error(RequestError):
    """One or more reasons, under one HTTP status: 404 for what does not exist, 403 for keys, 400 for the rest."""

    def __init__(self, status: int, *descriptions: str, retry_after: int = 0) -> None:
        super().__init__(status, "; ".join(map(str, descriptions)))
        self.retry_after = retry_after
        self.descriptions = [str(description) for description in descriptions]
