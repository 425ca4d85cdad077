"""Every permission that the code asks for was granted to somebody: a name that nobody granted would refuse everyone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from rules.permissions import permissions

CODE = Path(__file__).parent.parent.parent / "raekoda"
ASKING = {"may", "require", "staff_page"}
OF_THE_SYSTEM = {"assistant.set_rule", "channels.came_back"}
"""What commands and jobs alone do: granted to nobody, and the system may everything."""


def asked(module: ast.Module) -> Iterator[str]:
    """The permissions named in calls of ``may``, ``require`` and ``staff_page``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            permission = str(node.args[0].value)
            if name in ASKING and re.fullmatch(r"[a-z0-9_]+\.[a-z_]+", permission):
                yield permission


def test_every_permission_asked_for_exists() -> None:
    names = {name for path in CODE.rglob("*.py") for name in asked(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(names) > 50
    assert names - set(permissions) == OF_THE_SYSTEM
