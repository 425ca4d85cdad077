"""Every regular expression of the program: those of modules, those within functions, those of the URL table."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import raekoda

ROOT = Path(raekoda.__file__).parent
WAYS = ("fullmatch", "match")
FUNCTIONS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


@dataclass(frozen=True)
class Found:
    """``place`` is module and line, ``name`` the variable it is bound to; ``how`` as in
    :func:`tests.conventions.backtracking.findings`."""

    place: str
    name: str
    pattern: re.Pattern[Any]
    how: str


@dataclass(frozen=True)
class Composed:
    """A pattern that takes its parts when it runs."""

    place: str
    source: str


def patterns() -> tuple[list[Found], list[Composed]]:
    """All patterns of the program's own modules, and those that cannot be known without running."""
    found: list[Found] = []
    composed: list[Composed] = []
    uses = _uses()
    for path, tree in _trees():
        module = _module(path)
        if module is None:
            continue
        for call, name in _calls(tree):
            place = f"{module.__name__}:{call.lineno}"
            function = _function(call)
            try:
                found.append(Found(place, name, _pattern(call, module), _how(function, (path.stem, name), uses)))
            except NameError:
                composed.append(Composed(f"{module.__name__}:{name or function}", ast.unparse(call)))
    return found, composed


@lru_cache(maxsize=1)
def _trees() -> list[tuple[Path, ast.Module]]:
    files = (path for path in sorted(ROOT.rglob("*.py")) if "migrations" not in path.parts)
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in files]


def _module(path: Path) -> ModuleType | None:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    if parts[-1] in {"__main__", "production"}:
        return None
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call that makes a pattern, with the name it is bound to."""
    names: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            for inner in ast.walk(node.value):
                names.setdefault(id(inner), ast.unparse(target))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _function(node) and node.args:
            yield node, names.get(id(node), "")


def _function(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(value=ast.Name(id="re"), attr=attr) if attr in FUNCTIONS:
            return attr
        case ast.Name(id="RegexValidator" | "re_path" as name):
            return name
    return ""


def _pattern(call: ast.Call, module: ModuleType) -> re.Pattern[Any]:
    """Raises ``NameError`` for a pattern made of local variables."""
    flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
    if flags is None and _function(call) == "compile" and len(call.args) > 1:
        flags = call.args[1]

    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), module.__name__, "eval"), vars(module))

    return re.compile(value(call.args[0]), value(flags) if flags is not None else 0)


def _uses() -> dict[tuple[str, str], set[str]]:
    """How the methods of every name in capitals are called, by (last part of the module's name, name); "?" where it is
    handed on."""
    uses: dict[tuple[str, str], set[str]] = {}
    for path, tree in _trees():
        homes = {
            alias.asname or alias.name: (node.module or "").rpartition(".")[2]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        held = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Load()) if name.isupper():
                    home = homes.get(name, path.stem)
                case ast.Attribute(value=ast.Name(id=home), attr=name) if name.isupper():
                    pass
                case _:
                    continue
            uses.setdefault((home, name), set()).add(held.get(id(node), "?"))
    return uses


def _how(function: str, bound: tuple[str, str], uses: dict[tuple[str, str], set[str]]) -> str:
    if function == "compile":
        called = uses.get(bound, {"?"}) - {"pattern"}
        return min(called, key=WAYS.index) if called and called <= set(WAYS) else "search"
    return function if function in WAYS else "search"
