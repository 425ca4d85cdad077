"""``raekoda evaluate search`` measures in a database of its own and leaves nothing."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from raekoda.tools.baseline import empty_database
from raekoda.tools.children import python

pytestmark = pytest.mark.process
ROWS = [
    {"title": "Lumi", "context": "Lume koristab tänavalt linn.", "question": "Kes koristab lume?"},
    {"title": "Prügi", "context": "Prügi viiakse ära esmaspäeval.", "question": "Millal viiakse prügi ära?"},
]


def test_it_measures_without_touching_the_installation(tmp_path: Path) -> None:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps({"data": ROWS}))
    with empty_database() as url:
        command = python("-m", "django", "evaluate_search", str(file), "--words-only")
        done = subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "R@1 1.000" in done.stdout
        with psycopg.connect(url) as connection:
            names = {name for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall()}
            (tables,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()  # type: ignore[misc]
    assert names == {"postgres", "raekoda", "template0", "template1"}
    assert tables == 0
