"""What apps add to one another goes through registries, from one file in each app, and is listed in the documentation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from raekoda.platform.core import plugin_checks
from raekoda.platform.core.events import subscriptions
from raekoda.platform.core.registry import Registry, all_registries

ROOT = Path(__file__).parent.parent.parent
CODE = ROOT / "raekoda"
APPS = sorted(path.parent for path in CODE.rglob("apps.py"))
ADDING = {"append", "add", "insert", "extend", "update", "setdefault"}
NO_REGISTRIES = {
    "config/health.py": {"_migrations"},
    "casework/assistant/unanswered/similarity.py": {"_measured"},
    "platform/core/registry.py": {"_registries"},
    "tools/database.py": {"_open"},
}
"""Caches of what was found out at run time, and the list of the registries themselves."""


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("registry", all_registries(), ids=lambda registry: registry.place)
def test_every_registry_is_used_and_lies_where_it_says(registry: Registry) -> None:
    assert import_string(registry.place) is registry
    assert registry.purpose
    assert len(registry) > 0
    assert all(plugin.app.count(".") == 1 for plugin in registry.plugins())


def test_every_entry_passes_the_checks() -> None:
    assert plugin_checks.types_fit() == []
    assert plugin_checks.names_exist() == []


def test_entries_are_registered_in_the_plugins_module_of_their_app() -> None:
    places = {
        (registry.place, plugin.module)
        for registry in all_registries()
        if registry is not subscriptions
        for plugin in registry.plugins()
        if not re.fullmatch(r"raekoda\.\w+\.\w+\.plugins", plugin.module)
    }
    assert places == set()


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_an_app_is_made_ready_by_importing_its_plugins(app: Path) -> None:
    ready = [node for node in ast.walk(parsed(app / "apps.py")) if isinstance(node, ast.FunctionDef)]
    name = ".".join(app.relative_to(ROOT).parts)
    wanted = [["ready", f"from {name} import plugins"]] if (app / "plugins.py").exists() else []
    assert [[function.name, *map(ast.unparse, function.body)] for function in ready] == wanted
    for module in ("permissions", "handlers"):
        if (app / f"{module}.py").exists():
            assert module in imported(app / "plugins.py")


def imported(path: Path) -> set[str]:
    imports = [node for node in parsed(path).body if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in imports for alias in node.names}


def test_every_handler_in_the_code_is_subscribed() -> None:
    written = {
        f"{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}.{function.name}"
        for path in CODE.rglob("*.py")
        for function in parsed(path).body
        if isinstance(function, ast.FunctionDef)
        if any(ast.unparse(decorator).startswith("on(") for decorator in function.decorator_list)
    }
    found = {f"{each.handler.__module__}.{each.handler.__name__}" for each in subscriptions}
    assert found == written


def test_nothing_else_collects_what_other_modules_add() -> None:
    """A list or dictionary of a module that a function of the module adds to would be one more registry."""
    found: dict[str, set[str]] = {}
    for path in CODE.rglob("*.py"):
        if names := set(filled_by_functions(parsed(path))):
            found[path.relative_to(CODE).as_posix()] = names
    assert found == NO_REGISTRIES


def filled_by_functions(module: ast.Module) -> Iterator[str]:
    held = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            local = {argument.arg for argument in function.args.args}
            for node in ast.walk(function):
                for target in filled(node):
                    if isinstance(target, ast.Name) and target.id in held - local:
                        yield target.id


def filled(node: ast.AST) -> Iterator[ast.expr]:
    """What a call or an assignment adds something to."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ADDING:
        target = node.func.value
        yield target.value if isinstance(target, ast.Subscript) else target
    if isinstance(node, ast.Assign):
        yield from (target.value for target in node.targets if isinstance(target, ast.Subscript))


def test_the_scan_sees_a_registry_made_by_hand() -> None:
    for adding in (
        "_known.append(entry)",
        "_known[entry.key] = entry",
        "_known[kind].append(entry)",
        "_known[:] = [entry]",
    ):
        made = ast.parse(f"_known = []\ndef register(entry):\n    {adding}\n")
        assert list(filled_by_functions(made)) == ["_known"]


def test_the_documentation_lists_every_registry() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    section = text.partition("\n## Plug-ins\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w.]+)` \| (.+?) \|$", section, re.MULTILINE))
    assert rows == {registry.place.removeprefix("raekoda."): registry.purpose for registry in all_registries()}
