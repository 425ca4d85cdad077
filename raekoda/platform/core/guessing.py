"""Limits of what may be guessed: passwords, codes, keys. By client address (the /64 of an IPv6 address) and by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from raekoda.platform.core import ratelimit


@dataclass(frozen=True)
class GuessLimit:
    """At most ``of_address`` wrong attempts of one client and ``of_name`` for one name in ``seconds``, in the whole
    installation."""

    scope: str
    of_address: int = 30
    of_name: int = 10
    seconds: int = 600

    def attempt(self, request: HttpRequest, name: str = "") -> int:
        """Count an attempt before it is judged. Seconds to wait, 0 when it may be judged."""
        return max(ratelimit.retry_after(*key, self.seconds) for key in self._keys(request, name))

    def succeeded(self, request: HttpRequest, name: str = "") -> None:
        """The attempt was right: it is not counted, so that colleagues behind one address do not shut each other out."""
        for scope, key, _limit in self._keys(request, name):
            ratelimit.take_back(scope, key)

    def _keys(self, request: HttpRequest, name: str) -> list[tuple[str, str, int]]:
        keys = [(f"{self.scope}-address", ratelimit.client_address(request), self.of_address)]
        return [*keys, (f"{self.scope}-name", name.lower(), self.of_name)] if name else keys
