"""System checks of the registries: every entry is what its registry asks for.

Types are compared whenever Django runs its checks. Templates, URL names and icons are looked up by ``raekoda check`` alone:
that loads the URLconf and the templates.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from django.core import checks
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse

from raekoda.platform.core import icons
from raekoda.platform.core.registry import all_registries

PLUGINS = "plugins"
LOOK_UPS: dict[str, Callable[[str], object]] = {"template": get_template, "URL name": reverse, "icon": icons.svg}


def types_fit(**_: Any) -> list[checks.CheckMessage]:
    """Entries, and the fields of those that are dataclasses, have the types that are declared."""
    errors: list[checks.CheckMessage] = []
    for registry in all_registries():
        for plugin in registry.plugins():
            wrong = [] if fits(plugin.entry, registry.entry_type) else [f"is not a {_name(registry.entry_type)}"]
            wrong += [
                f"has {value!r} as {field}, which is not a {_name(hint)}"
                for field, value, hint in fields_of(plugin.entry)
                if not fits(value, hint)
            ]
            errors += [
                checks.Error(f"{plugin.key} of {plugin.app} {words}.", obj=registry.place, id="plugins.E001")
                for words in wrong
            ]
    return errors


def names_exist(**_: Any) -> list[checks.CheckMessage]:
    """The templates, URL names and icons that entries name exist."""
    errors: list[checks.CheckMessage] = []
    for registry in all_registries():
        for plugin in registry.plugins():
            for field, value, hint in fields_of(plugin.entry):
                what = hint.__metadata__[0] if get_origin(hint) is Annotated else ""
                if what and value and (problem := _missing(what, value)):
                    message = f"{plugin.key} of {plugin.app} names the {what} “{value}” as {field}: {problem}"
                    errors.append(checks.Error(message, obj=registry.place, id="plugins.E002"))
    return errors


def fields_of(entry: Any) -> Iterator[tuple[str, Any, Any]]:
    """Name, value and declared type of each field of a dataclass; nothing for others."""
    if is_dataclass(entry):
        for name, hint in get_type_hints(type(entry), include_extras=True).items():
            yield name, getattr(entry, name), hint


def fits(value: Any, hint: Any) -> bool:
    """Whether ``value`` is of the type ``hint``, as far as it is seen without calling it: a function takes as many arguments
    as are declared."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any or isinstance(hint, TypeVar):
        return True
    if hint is None or hint is type(None):
        return value is None
    if origin is Annotated:
        return fits(value, args[0])
    if origin in (Union, UnionType):
        return any(fits(value, each) for each in args)
    if origin is Callable:
        return callable(value) and _takes(value, args[0])
    if origin is type:
        return isinstance(value, type) and (args[0] is Any or issubclass(value, get_origin(args[0]) or args[0]))
    return isinstance(value, origin or hint)


def _takes(function: Callable[..., Any], arguments: Any) -> bool:
    if not isinstance(arguments, list):
        return True
    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    except ValueError:  # a built-in that does not tell its signature
        return True
    return True


def _missing(what: str, value: str) -> str:
    try:
        LOOK_UPS[what](value)
    except (TemplateDoesNotExist, TemplateSyntaxError, NoReverseMatch, icons.UnknownIcon) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _name(hint: Any) -> str:
    return getattr(hint, "__name__", "") if isinstance(hint, type) else str(hint).replace("typing.", "")
