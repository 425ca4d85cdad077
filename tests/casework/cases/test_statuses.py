"""The transition table: every verb in every status, one function that sets the status, and the documented table."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from raekoda.casework.cases import actions, rules
from raekoda.casework.cases.actions import TransitionNotAllowed
from raekoda.casework.cases.models import OPEN_STATUSES, Case, Status
from raekoda.casework.cases.rules import TRANSITIONS, Verb
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history

PROJECT = Path(__file__).resolve().parents[3]
SYSTEM = Actor.system()

TO_STATUS: dict[Status, Callable[..., object]] = {
    Status.NEW: lambda case, **_: None,
    Status.ASSIGNED: lambda case, official, **_: actions.assign_to_self(case, actor=official),
    Status.WAITING: lambda case, official, **_: actions.ask_sender(case, text="Kus?", actor=official),
    Status.SUSPENDED: lambda case, official, **_: actions.suspend(case, reason="Ootame", actor=official),
    Status.FORWARDED: lambda case, official, **_: actions.forward_outside(
        case, to="Amet", reason="Nende", actor=official
    ),
    Status.CLOSED: lambda case, official, **_: actions.answer(case, text="Tehtud", outcome="solved", actor=official),
    Status.MERGED: lambda case, official, other, **_: actions.merge(case, into=other, actor=official),
}
DO: dict[Verb, Callable[..., object]] = {
    Verb.ASSIGN: lambda case, official, **_: actions.assign_to_self(case, actor=official),
    Verb.ASSIGN_TO_UNIT: lambda case, official, unit, **_: actions.assign(case, unit=unit, actor=official),
    Verb.NOTE: lambda case, official, **_: actions.note(case, text="Märge", actor=official),
    Verb.SET_SERVICE: lambda case, official, lights, **_: actions.set_service(case, service=lights, actor=official),
    Verb.ASK: lambda case, official, **_: actions.ask_sender(case, text="Kus?", actor=official),
    Verb.REPLY: lambda case, official, **_: actions.reply_from_sender(case, text="Siin", actor=Actor.resident()),
    Verb.TELL: lambda case, official, **_: actions.notify_sender(case, text="Tuleb", actor=official),
    Verb.EXTEND: lambda case, official, **_: actions.extend(case, days=10, reason="Keeruline", actor=official),
    Verb.SUSPEND: lambda case, official, **_: actions.suspend(case, reason="Ootame", actor=official),
    Verb.RESUME: lambda case, official, **_: actions.resume(case, actor=official),
    Verb.FORWARD: lambda case, official, **_: actions.forward_outside(case, to="Amet", reason="Nende", actor=official),
    Verb.MERGE: lambda case, official, other, **_: actions.merge(case, into=other, actor=official),
    Verb.ANSWER: lambda case, official, **_: actions.answer(case, text="Tehtud", outcome="solved", actor=official),
    Verb.REOPEN: lambda case, official, **_: actions.reopen(case, reason="Ei ole", actor=Actor.resident()),
    Verb.RATE: lambda case, official, **_: actions.rate(case, score=5, actor=Actor.resident()),
    Verb.FOLLOW: lambda case, official, **_: actions.follow(case, email="kati@example.ee"),
    Verb.ANONYMISE: lambda case, official, **_: actions.anonymise(case, actor=SYSTEM),
    Verb.SET_SENSITIVITY: lambda case, official, **_: actions.set_sensitivity(
        case, level="internal", reason="Otsus", actor=official
    ),
    Verb.ASK_IN: lambda case, official, **_: actions.ask_in(
        case, user=official.user, explanation="Palun abi", actor=official
    ),
}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("status", Status)
def test_every_verb_does_to_every_status_what_the_table_says(
    make_case, lights, unit, official, verb: Verb, status: Status
) -> None:
    case, other = make_case(service=lights), make_case(service=lights)
    given = {"official": official, "unit": unit, "lights": lights, "other": other}
    TO_STATUS[status](case, **given)
    lines = history(case).count()
    assert Case.objects.get(pk=case.pk).status == status

    if status in TRANSITIONS[verb]:
        DO[verb](case, **given)
        after = Case.objects.get(pk=case.pk)
        assert after.status == rules.status_after(status, verb)
        assert history(case).count() > lines
    else:
        with pytest.raises(TransitionNotAllowed, match=r"\w"):
            DO[verb](case, **given)
        kept = Case.objects.get(pk=case.pk)
        assert (kept.status, case.status, history(case).count()) == (status, status, lines)


def test_a_verb_that_is_not_in_the_table_for_a_status_has_no_status_after_it() -> None:
    refused = [(status, verb) for status in Status for verb in Verb if not rules.is_allowed(status, verb)]
    assert refused
    for status, verb in refused:
        with pytest.raises(KeyError):
            rules.status_after(status, verb)


def test_a_case_handed_to_a_unit_is_not_being_handled_until_somebody_takes_it(
    make_case, official, operator, other_unit
) -> None:
    case = make_case()
    actions.assign_to_self(case, actor=official)

    actions.assign(case, unit=other_unit, actor=operator)
    assert (case.status, case.official, case.unit) == (Status.NEW, None, other_unit)

    actions.assign_to_self(case, actor=official)
    assert case.status == Status.ASSIGNED


def test_a_case_of_nobody_goes_on_as_being_handled_after_a_suspension_and_a_reopening(make_case, official) -> None:
    case = make_case()
    actions.suspend(case, reason="Ootame ekspertiisi", actor=official)
    actions.resume(case, actor=official)
    assert (case.status, case.official) == (Status.ASSIGNED, None)

    actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    actions.reopen(case, reason="Ei ole tehtud", actor=official)
    assert (case.status, case.official) == (Status.ASSIGNED, None)


def test_an_action_that_is_refused_midway_leaves_the_status_as_it_was(make_case, official, resident) -> None:
    case = make_case()
    actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    actions.anonymise(case, actor=SYSTEM)

    with pytest.raises(TransitionNotAllowed):
        actions.reopen(case, reason="Ei ole", actor=resident)
    assert case.status == Status.CLOSED
    assert Case.objects.get(pk=case.pk).status == Status.CLOSED


# --- nobody else sets a status ---------------------------------------------------------------------------------------

WRITERS = {"update", "create", "acreate", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "setattr"}
CASES = "raekoda.casework.cases"
NAMES_OF_CASES = ("case", "into", "joined", "merged_into")
ALLOWED_WRITER = ("raekoda/casework/cases/actions/common.py", "set_status")


def test_only_one_function_sets_the_status_of_a_case() -> None:
    found = [
        (str(path.relative_to(PROJECT)), function)
        for path in sorted((PROJECT / "raekoda").rglob("*.py"))
        if "migrations" not in path.parts
        for function in find_status_writes(path.read_text(), is_of_cases="casework/cases" in path.as_posix())
    ]
    assert found == [ALLOWED_WRITER]


@pytest.mark.parametrize(
    "source",
    [
        "case.status = 'closed'",
        "self.case.status = 'closed'",
        "case.status, case.outcome = 'closed', 'solved'",
        "old_case.status: str = 'closed'",
        "document.case.status = status",
        "from raekoda.casework.cases.models import Status\nrow.status = Status.CLOSED",
        "from raekoda.casework.cases.models import Status as S\nrow.status = S.NEW if row.official else S.ASSIGNED",
        "from raekoda.casework.cases import rules\nrow.status = rules.status_after(row.status, verb)",
        "Case.objects.filter(pk=1).update(status='closed', updated_at=now)",
        "from raekoda.casework.cases.models import Status\nrows.update(status=Status.CLOSED)",
        "Case.objects.bulk_update(rows, ['status'])",
        "Case(kind='report', status='closed')",
        "setattr(case, 'status', 'closed')",
        "connection.execute('UPDATE cases_case SET status = 1')",
    ],
)
def test_a_second_place_that_set_it_would_be_found(source: str) -> None:
    assert list(find_status_writes(source, is_of_cases=False))


@pytest.mark.parametrize(
    "source",
    [
        "letter.status = Letter.Status.SENT",
        "from raekoda.platform.deliveries.models import Status\nDelivery.objects.update(status=Status.SENT)",
        "from raekoda.casework.cases.models import Status\nCase.objects.filter(status=Status.CLOSED).update(score=1)",
        "same = case.status == 'closed'",
        "Case.objects.only('status')",
    ],
)
def test_setting_another_status_is_not_reported(source: str) -> None:
    assert not list(find_status_writes(source, is_of_cases=False))


def find_status_writes(source: str, *, is_of_cases: bool) -> Iterator[str]:
    """Names of the functions in ``source`` that set the status of a case ("" at the module's level), one for each place.

    In the case register any ``.status`` is that of a case; elsewhere the name of the object or the value decides.
    """
    tree = ast.parse(source)
    case_names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(CASES)
        for alias in node.names
        if alias.name in ("Status", "rules", "status_after")
    }

    def is_case(node: ast.expr) -> bool:
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        return is_of_cases or name in NAMES_OF_CASES or name.endswith("_case")

    def refers_to_cases(*nodes: ast.expr | None) -> bool:
        names = {each.id for node in nodes if node for each in ast.walk(node) if isinstance(each, ast.Name)}
        return is_of_cases or bool(names & case_names)

    def sets(node: ast.AST) -> bool:
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            owners = [
                part.value
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Attribute) and part.attr == "status"
            ]
            return bool(owners) and (any(map(is_case, owners)) or refers_to_cases(node.value))
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return "update cases_case" in " ".join(node.value.lower().split())
        return isinstance(node, ast.Call) and call_sets(node)

    def call_sets(node: ast.Call) -> bool:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in WRITERS and name != "Case":
            return False
        given = [keyword.value for keyword in node.keywords if keyword.arg == "status"]
        named = [
            part
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
            for part in ast.walk(argument)
            if isinstance(part, ast.Constant) and part.value == "status"
        ]
        roots = {part.id for part in ast.walk(node.func) if isinstance(part, ast.Name)}
        about_case = "Case" in roots or any(map(is_case, node.args))
        return bool(given or named) and (about_case or refers_to_cases(*given))

    def walk(node: ast.AST, function: str) -> Iterator[str]:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            function = node.name
        if sets(node):
            yield function
        for child in ast.iter_child_nodes(node):
            yield from walk(child, function)

    return walk(tree, "")


# --- the table in the documentation ----------------------------------------------------------------------------------


def test_documentation_shows_the_table_as_it_is() -> None:
    documented = (PROJECT / "docs/casework/cases.md").read_text()
    assert table() in documented, f"docs/casework/cases.md should have:\n\n{table()}"


def table() -> str:
    """``TRANSITIONS`` in Markdown: a line for each verb; "·" keeps the status, an empty cell refuses."""
    head = ["verb", *(f"`{status}`" for status in Status)]
    lines = [
        [f"`{verb}`", *(_cell(TRANSITIONS[verb], status) for status in Status)]
        for verb in Verb
    ]  # fmt: skip
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *lines])


def _cell(after: dict[Status, Status | None], status: Status) -> str:
    if status not in after:
        return " "
    return "·" if after[status] in (None, status) else f"{after[status]}"


def test_open_statuses_are_those_from_which_a_case_can_be_answered() -> None:
    assert set(TRANSITIONS[Verb.ANSWER]) == set(OPEN_STATUSES)
