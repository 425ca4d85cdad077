from tests.casework.cases.conftest import lights, make_case, make_user, official, operator, other_unit, resident, unit  # noqa: F401
