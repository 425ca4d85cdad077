"""Which tests a change can touch, nearest first: what `make check` runs.

    python -m tests.affected            paths of test files, one a line, for what changed since the branch left main

Three circles: the tests of the app that changed, of whatever kind the changed file is; other tests that import a changed
module; tests of the apps that import a changed module. The nearest are chosen until they would take longer than
:data:`BUDGET_SECONDS` by the durations of earlier runs; how many are left to `make test` is said on standard error.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import grimp

PROJECT = Path(__file__).resolve().parents[1]
DURATIONS = "raekoda/durations"
"""The key in pytest's cache under which :mod:`tests.distribution` keeps the seconds of each test file."""
BUDGET_SECONDS = 130
UNKNOWN_SECONDS = 3
ALWAYS = ["tests/conventions"]


def changed_files() -> list[str]:
    """Paths that differ from where this branch left main, committed or not; on main itself, from the last commit."""
    (base,) = _git("merge-base", "HEAD", "main") or ["HEAD"]
    found = _git("diff", "--name-only", base) + _git("ls-files", "--others", "--exclude-standard")
    return found or _git("diff", "--name-only", "HEAD~1")


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", *words], cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.stdout.split() if done.returncode == 0 else []


def circles(changed: Iterable[str]) -> list[set[str]]:
    """Test files by their distance from the change: of the app itself, of direct importers, of apps that import it."""
    changed = list(changed)
    modules = with_parents({module_of(path) for path in changed if path.endswith(".py")})
    own = set(chain.from_iterable(tests_of(path) for path in changed))
    importing = {file for file in _tests("tests") if imported_by(file) & modules}
    return [own, importing - own, set(chain.from_iterable(map(tests_of, importers(modules)))) - own - importing]


def tests_of(path: str) -> Iterator[str]:
    """Test files that stand where the tests of ``path`` stand: ``tests/<group>/<app>`` mirrors ``raekoda/<group>/<app>``."""
    first, *rest = Path(path).parts
    if first == "tests" and Path(path).name.startswith("test_"):
        yield from [path] if (PROJECT / path).exists() else []
    elif first in ("raekoda", "tests") and len(rest) > 1:
        yield from _tests("tests", *rest[: 1 if rest[0] in ("config", "tools") else 2])


def _tests(*folder: str) -> Iterator[str]:
    return (str(file.relative_to(PROJECT)) for file in sorted(PROJECT.joinpath(*folder).rglob("test_*.py")))


def imported_by(file: str) -> set[str]:
    """Names of modules, and of what is imported from them, in a test file."""
    found = set()
    for node in ast.walk(ast.parse((PROJECT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def with_parents(modules: set[str]) -> set[str]:
    """The modules and the packages within their app that hold them, which may pass on their names."""
    parts = [module.split(".") for module in modules]
    return {".".join(each[:length]) for each in parts for length in range(min(4, len(each)), len(each) + 1)}


def importers(modules: set[str]) -> set[str]:
    """Paths of modules that import one of ``modules``."""
    graph = grimp.build_graph("raekoda")
    known = modules & graph.modules
    found = set(chain.from_iterable(graph.find_modules_that_directly_import(module) for module in known))
    return {f"{module.replace('.', '/')}.py" for module in found}


def within_budget(found: list[set[str]], seconds: dict[str, float]) -> tuple[list[str], int]:
    """The nearest files that fit into the budget, the quick ones of a circle first, and how many are left out."""
    chosen: list[str] = []
    left = float(BUDGET_SECONDS)
    files = [
        file for circle in found for file in sorted(circle, key=lambda file: (seconds.get(file, UNKNOWN_SECONDS), file))
    ]
    for file in files:
        needed = seconds.get(file, UNKNOWN_SECONDS)
        if needed <= left:
            chosen.append(file)
            left -= needed
    return chosen, len(files) - len(chosen)


def durations() -> dict[str, float]:
    """Seconds of each test file in earlier runs on this machine."""
    file = PROJECT / ".pytest_cache" / "v" / DURATIONS
    return dict(json.loads(file.read_text())) if file.exists() else {}


def main() -> None:
    chosen, left_out = within_budget(circles(changed_files()), durations())
    if left_out:
        print(f"  {left_out} test files that the change may touch take longer: left to make test", file=sys.stderr)
    print("\n".join([*ALWAYS, *(file for file in chosen if not file.startswith(tuple(ALWAYS)))]))


if __name__ == "__main__":
    main()
