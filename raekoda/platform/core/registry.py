"""Registries of plug-ins. A module that lets other apps add something declares a :class:`Registry`; an app registers all
it adds in its ``plugins.py``, which its ``AppConfig.ready`` imports.

``raekoda plugins`` lists what is registered where; ``raekoda check`` checks it (:mod:`raekoda.platform.core.plugin_checks`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

Entry = TypeVar("Entry")
TemplateName = Annotated[str, "template"]
UrlName = Annotated[str, "URL name"]
IconName = Annotated[str, "icon"]
"""Types of fields whose values are looked up by the checks; "" stands for none."""


class AlreadyRegistered(ImproperlyConfigured):
    """Two entries of one registry have the same key."""


class NotRegistered(KeyError):
    """A registry has no entry with this key."""

    def __str__(self) -> str:
        return str(self.args[0])


def dotted_name(entry: Any) -> str:
    """Where a function or class is defined: ``package.module.name``."""
    return f"{entry.__module__}.{entry.__qualname__}"


@dataclass(frozen=True)
class Plugin(Generic[Entry]):
    """An entry of a registry, its key, and the module that registered it."""

    key: str
    entry: Entry
    module: str

    @property
    def app(self) -> str:
        """The app that registered it, such as "casework.cases"; outside every app, the module."""
        config = apps.get_containing_app_config(self.module)
        return config.name.removeprefix("raekoda.") if config else self.module


class Registry(Generic[Entry]):
    """The entries that apps added at one place, by key.

    ``place`` is the dotted path of the registry itself; ``entry_type`` a class, a Protocol or a ``Callable``; ``purpose``
    says what is added here. ``key`` names an entry (default: where the function is defined); ``order`` sorts the entries
    (default: as they were registered). Raises :class:`AlreadyRegistered` for a ``place`` that is in use.
    """

    def __init__(
        self,
        place: str,
        entry_type: Any,
        purpose: str,
        *,
        key: Callable[[Entry], str] = dotted_name,
        order: Callable[[Entry], Any] | None = None,
    ) -> None:
        if place in _registries:
            raise AlreadyRegistered(f"There is a registry {place} already.")
        self.place, self.entry_type, self.purpose = place, entry_type, purpose
        self._key, self._order = key, order
        self._plugins: dict[str, Plugin[Entry]] = {}
        self.version = 0
        """Rises whenever the entries change: what is derived from them is cached under it."""
        _registries[place] = self

    def register(self, entry: Entry, *, module: str = "") -> Entry:
        """Add ``entry``, as a call or as a decorator. ``module`` tells whose it is (default: the calling module).

        Raises :class:`AlreadyRegistered` when another entry has its key.
        """
        plugin = Plugin(self._key(entry), entry, module or sys._getframe(1).f_globals["__name__"])
        if plugin.key in self._plugins:
            known = self._plugins[plugin.key]
            raise AlreadyRegistered(f"{self.place}: {plugin.key} of {plugin.module} is registered by {known.module}.")
        self._put(plugin)
        return entry

    def plugins(self) -> list[Plugin[Entry]]:
        """Every entry with its key and app, in order."""
        return list(self._plugins.values())

    def __iter__(self) -> Iterator[Entry]:
        return (plugin.entry for plugin in self.plugins())

    def __len__(self) -> int:
        return len(self._plugins)

    def __contains__(self, key: object) -> bool:
        return key in self._plugins

    def __getitem__(self, key: str) -> Entry:
        """The entry with this key. Raises :class:`NotRegistered`."""
        if key not in self._plugins:
            raise NotRegistered(f"{self.place} has no “{key}”. It has: {', '.join(self._plugins) or 'nothing'}.")
        return self._plugins[key].entry

    def get(self, key: str) -> Entry | None:
        """The entry with this key, None when there is none."""
        plugin = self._plugins.get(key)
        return plugin.entry if plugin else None

    @contextmanager
    def temporarily(self, *entries: Entry, alone: bool = False) -> Iterator[None]:
        """For tests: with ``entries`` as well (in place of those with their keys), or with them ``alone``."""
        before = self._plugins
        self.version += 1
        self._plugins = {} if alone else dict(before)
        try:
            for entry in entries:
                self._put(Plugin(self._key(entry), entry, "temporary"))
            yield
        finally:
            self._plugins = before
            self.version += 1

    def _put(self, plugin: Plugin[Entry]) -> None:
        self._plugins[plugin.key] = plugin
        self.version += 1
        if (order := self._order) is not None:
            self._plugins = dict(sorted(self._plugins.items(), key=lambda item: order(item[1].entry)))


_registries: dict[str, Registry[Any]] = {}


def all_registries() -> list[Registry[Any]]:
    """Every registry, by its place."""
    return [_registries[place] for place in sorted(_registries)]
