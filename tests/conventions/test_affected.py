"""`make check` finds the tests that a change can touch."""

from __future__ import annotations

from tests.affected import BUDGET_SECONDS, circles, within_budget


def test_an_apps_own_tests_come_first_whatever_changed_in_it() -> None:
    for path in (
        "raekoda/registry/benefits/rules.py",
        "raekoda/registry/benefits/locale/et/LC_MESSAGES/django.po",
        "raekoda/registry/benefits/templates/benefits/site/list.html",
        "tests/registry/benefits/conftest.py",
    ):
        own, *_ = circles([path])
        assert own
        assert all(file.startswith("tests/registry/benefits/test_") for file in own)


def test_a_changed_test_is_run_by_itself() -> None:
    assert circles(["tests/conventions/test_affected.py"])[0] == {"tests/conventions/test_affected.py"}


def test_tests_that_import_a_module_or_what_it_passes_on_are_next() -> None:
    own, importing, of_importers = circles(["raekoda/casework/cases/actions/opening.py"])
    assert "tests/channels/open311/test_in_the_browser.py" not in own
    assert "tests/identity/accesslog/test_browser.py" in importing
    assert any(file.startswith("tests/channels/mailbox/") for file in importing | of_importers)
    assert not importing & own and not of_importers & (own | importing)


def test_the_nearest_that_fit_are_chosen() -> None:
    half = BUDGET_SECONDS / 2
    seconds = {"near": half, "slow": BUDGET_SECONDS, "far": half}
    assert within_budget([{"near", "slow"}, {"far"}], seconds) == (["near", "far"], 1)
