from tests.shells.desk.conftest import (  # noqa: F401
    lights,
    make_case,
    oskar,
    oskar_acts,
    other_unit,
    resident,
    signed_in,
    staff,
    unit,
)
