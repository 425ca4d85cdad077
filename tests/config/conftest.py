from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.installation import Installation


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """A fresh installation that the tests of a module share; its first start is the first test's."""
    folder = Path(tempfile.mkdtemp(prefix="raekoda-test-"))
    folder.chmod(0o755)
    made = Installation(folder / "home")
    yield made
    made.clean_up()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(installation: Installation) -> Installation:
    """The installation, started unless it already runs."""
    if installation.process is None or installation.process.poll() is not None:
        installation.start()
    return installation
