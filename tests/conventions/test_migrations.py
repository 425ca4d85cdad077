"""Every model of a room has its migration."""

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    output = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=output, no_color=True)
    except SystemExit:
        pytest.fail(f"make migrations for:\n{output.getvalue()}")
