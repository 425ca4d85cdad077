from tests.shells.desk.conftest import oskar, oskar_acts, signed_in, staff, unit  # noqa: F401
