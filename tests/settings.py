"""Settings of the test run: the real ones on the embedded database, with quick password hashes and plain static files."""

import os

os.environ.setdefault("RAEKODA_SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("RAEKODA_HOME", os.path.join(os.path.dirname(os.path.dirname(__file__)), "var", "tests"))

from raekoda.platform.core.messages import compile_all
from raekoda.tools.database import ensure_database
from tests.database import trade_durability_for_speed

if "DATABASE_URL" not in os.environ:
    trade_durability_for_speed(ensure_database())
compile_all()

from raekoda.config.settings import *  # noqa: F403
from raekoda.config.settings import HOME, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
OWN = HOME / os.environ.get("PYTEST_XDIST_WORKER", "alone")  # two processes that run tests share no files
MEDIA_ROOT = OWN / "uploads"
RAEKODA_OUTBOX = OWN / "outbox"
RAEKODA_INTAKE = OWN / "intake"
RAEKODA_INSIDE_ALLOWED = ["127.0.0.0/8", "::1/128"]
