"""Settings, read from the environment. See docs/operations.md for each variable."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from raekoda.config.environment import database_settings, secret
from raekoda.config.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HOME = Path(os.environ.get("RAEKODA_HOME", BASE_DIR / "var")).resolve()
RAEKODA_FRONTEND = FRONTEND = Path(os.environ.get("RAEKODA_FRONTEND", BASE_DIR / ".venv" / "frontend" / "node_modules"))

DEMO = os.environ.get("RAEKODA_DEMO", "") == "1"
DEBUG = os.environ.get("RAEKODA_DEBUG", "") == "1"
SECRET_KEY = secret("RAEKODA_SECRET_KEY", HOME)
SECRET_KEY_FALLBACKS = secret("RAEKODA_OLD_SECRET_KEYS", HOME).split()
ALLOWED_HOSTS = ["*"]  # the municipality middleware answers known hosts only

RAEKODA_HOME = HOME
INSTALLED_DICTIONARIES = BASE_DIR / ".venv" / "dictionaries"
RAEKODA_DICTIONARIES = INSTALLED_DICTIONARIES if INSTALLED_DICTIONARIES.is_dir() else HOME / "cache" / "lemmas"
RAEKODA_PORT = int(os.environ.get("RAEKODA_PORT", "8000"))
RAEKODA_BASE_DOMAIN = os.environ.get("RAEKODA_BASE_DOMAIN", "localhost")
RAEKODA_SCHEME = os.environ.get("RAEKODA_SCHEME", "http" if RAEKODA_BASE_DOMAIN == "localhost" else "https")
RAEKODA_PUBLIC_PORT = int(os.environ.get("RAEKODA_PUBLIC_PORT", RAEKODA_PORT if RAEKODA_SCHEME == "http" else 443))
RAEKODA_PROXIES = int(os.environ.get("RAEKODA_PROXIES", "0"))
if RAEKODA_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
RAEKODA_DEFAULT_MUNICIPALITY = os.environ.get("RAEKODA_DEFAULT_MUNICIPALITY", "0793")
RAEKODA_BARE_HOSTS = ["localhost", "127.0.0.1", "::1", "testserver", RAEKODA_BASE_DOMAIN]
RAEKODA_HOST_CACHE_SECONDS = 30
RAEKODA_MAP_STYLE_URL = os.environ.get("RAEKODA_MAP_STYLE_URL", "")
RAEKODA_MAP_TILES_URL = os.environ.get(
    "RAEKODA_MAP_TILES_URL", "https://tiles.maaamet.ee/tm/tms/1.0.0/kaart@GMC/{z}/{x}/{y}.png"
)
RAEKODA_MAP_ATTRIBUTION = os.environ.get("RAEKODA_MAP_ATTRIBUTION", "Maa- ja Ruumiamet")
RAEKODA_FONTS = os.environ.get("RAEKODA_FONTS", "")
RAEKODA_INADS_URL = os.environ.get("RAEKODA_INADS_URL", "")

RAEKODA_INSIDE_ALLOWED = os.environ.get("RAEKODA_INSIDE_ALLOWED", "127.0.0.0/8,::1/128" if DEMO else "").split(",")
RAEKODA_INSIDE_ALLOWED = [network.strip() for network in RAEKODA_INSIDE_ALLOWED if network.strip()]

RAEKODA_EMBEDDINGS_URL = os.environ.get("RAEKODA_EMBEDDINGS_URL", "")
RAEKODA_EMBEDDINGS_KEY = os.environ.get("RAEKODA_EMBEDDINGS_KEY", "")
RAEKODA_EMBEDDINGS_MODEL = os.environ.get("RAEKODA_EMBEDDINGS_MODEL", "")
RAEKODA_EMBEDDINGS_SECONDS = float(os.environ.get("RAEKODA_EMBEDDINGS_SECONDS", "2"))
RAEKODA_EMBEDDINGS_INPUT_TYPE = os.environ.get("RAEKODA_EMBEDDINGS_INPUT_TYPE", "") == "1"
RAEKODA_CHAT_URL = os.environ.get("RAEKODA_CHAT_URL", "")
RAEKODA_CHAT_KEY = os.environ.get("RAEKODA_CHAT_KEY", "")
RAEKODA_CHAT_MODEL = os.environ.get("RAEKODA_CHAT_MODEL", "")
RAEKODA_CHAT_SECONDS = float(os.environ.get("RAEKODA_CHAT_SECONDS", "8"))

INSTALLED_APPS = [
    "raekoda.platform.core",
    "raekoda.platform.pdf",
    "raekoda.platform.search",
    "raekoda.identity.accounts",
    "raekoda.identity.places",
    "raekoda.identity.persons",
    "raekoda.identity.accesslog",
    "raekoda.platform.deliveries",
    "raekoda.identity.registers",
    "raekoda.registry.payments",
    "raekoda.identity.signin",
    "modeltranslation",
    "raekoda.registry.services",
    "raekoda.registry.benefits",
    "raekoda.registry.forms",
    "raekoda.registry.assets",
    "raekoda.casework.cases",
    "raekoda.casework.answers",
    "raekoda.casework.assistant",
    "raekoda.casework.webhooks",
    "raekoda.casework.suggestions",
    "raekoda.channels.recordings",
    "raekoda.channels.calls",
    "raekoda.casework.letters",
    "raekoda.selfservice.applications",
    "raekoda.selfservice.bookings",
    "raekoda.selfservice.offers",
    "raekoda.selfservice.lifeevents",
    "raekoda.channels.postkast",
    "raekoda.channels.mailbox",
    "raekoda.channels.notices",
    "raekoda.channels.open311",
    "raekoda.channels.dhx",
    "raekoda.publishing.api",
    "raekoda.publishing.features",
    "raekoda.publishing.website",
    "raekoda.shells.dashboard",
    "raekoda.shells.desk",
    "raekoda.identity.privacy",
    "raekoda.config",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "raekoda.platform.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "raekoda.config.logs.AccessLogMiddleware",
    "raekoda.platform.core.outage.OutageMiddleware",
    "raekoda.platform.core.tracking.TrackingMiddleware",
    "raekoda.platform.core.tenancy.MunicipalityMiddleware",
    "raekoda.platform.core.bounds.BoundsMiddleware",
    "raekoda.channels.open311.middleware.DirectMiddleware",
    "raekoda.publishing.website.page_cache.PageCacheMiddleware",
    "raekoda.publishing.website.middleware.SiteMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "raekoda.platform.core.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "raekoda.identity.accounts.middleware.MembershipMiddleware",
    "raekoda.identity.persons.middleware.ResidentMiddleware",
    "raekoda.identity.signin.pending_forms.PendingFormMiddleware",
    "raekoda.identity.signin.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "raekoda.platform.core.heavy.DownloadsMiddleware",
    "raekoda.platform.core.conflicts.ConflictMiddleware",
    "raekoda.platform.core.bounds.FieldsMiddleware",
]

ROOT_URLCONF = "raekoda.config.urls"
WSGI_APPLICATION = "raekoda.config.wsgi.application"
FORM_RENDERER = "raekoda.platform.core.forms.Renderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "raekoda.platform.core.context.site",
                "raekoda.shells.desk.context.navigation",
            ],
        },
    }
]

DATABASES = {"default": database_settings(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["raekoda.publishing.website.backends.MunicipalityBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:home"
RAEKODA_RESIDENT_SIGN_IN = "signin:choose"
RAEKODA_RESIDENT_HOME = "myown:home"
RAEKODA_SIGNIN_MINUTES = int(os.environ.get("RAEKODA_SIGNIN_MINUTES", "30"))
RAEKODA_SIGNIN_CLOCK_SECONDS = int(os.environ.get("RAEKODA_SIGNIN_CLOCK_SECONDS", "10"))
RAEKODA_SIGNIN_KEPT_DAYS = int(os.environ.get("RAEKODA_SIGNIN_KEPT_DAYS", "365"))
RAEKODA_SIGNIN_CA_FILE = os.environ.get("RAEKODA_SIGNIN_CA_FILE", "")
LOGOUT_REDIRECT_URL = "/"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}}

LANGUAGE_CODE = "et"
LANGUAGES = [("et", "Eesti"), ("en", "English"), ("ru", "Русский")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
MODELTRANSLATION_DEFAULT_LANGUAGE = "et"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("et", "en", "ru")
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Tallinn"
FORMAT_MODULE_PATH = "raekoda.platform.core.formats"
LOCALE_PATHS: list[str] = []

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "raekoda.platform.core.packages.PackageFinder",
]
MEDIA_URL = "/failid/"
MEDIA_ROOT = HOME / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
RAEKODA_DISK_WARN_MEGABYTES = int(os.environ.get("RAEKODA_DISK_WARN_MEGABYTES", "1024"))
RAEKODA_DISK_STOP_MEGABYTES = int(os.environ.get("RAEKODA_DISK_STOP_MEGABYTES", "256"))
RAEKODA_BACKUPS = Path(os.environ.get("RAEKODA_BACKUPS", HOME / "backups"))
RAEKODA_BACKUPS_KEPT = int(os.environ.get("RAEKODA_BACKUPS_KEPT", "7"))
RAEKODA_BACKUP_PASSPHRASE = secret("RAEKODA_BACKUP_PASSPHRASE", HOME)
RAEKODA_MAX_PHOTO_BYTES = 15 * 1024 * 1024
RAEKODA_MAX_PHOTOS = 5

RAEKODA_WEBHOOK_PATIENCE_DAYS = int(os.environ.get("RAEKODA_WEBHOOK_PATIENCE_DAYS", "5"))
RAEKODA_WEBHOOK_KEPT_DAYS = int(os.environ.get("RAEKODA_WEBHOOK_KEPT_DAYS", "90"))
RAEKODA_STATEBOX_BYTES = int(os.environ.get("RAEKODA_STATEBOX_MEGABYTES", "10")) * 1024 * 1024

RAEKODA_DHX_INSTANCE = os.environ.get("RAEKODA_DHX_INSTANCE", "EE")
RAEKODA_DHX_NETWORKS = os.environ.get("RAEKODA_DHX_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "").split(",")
RAEKODA_DHX_NETWORKS = [network.strip() for network in RAEKODA_DHX_NETWORKS if network.strip()]
RAEKODA_DHX_KEY = os.environ.get("RAEKODA_DHX_KEY", "")
RAEKODA_DHX_INTERMEDIARY = os.environ.get("RAEKODA_DHX_INTERMEDIARY", "")
RAEKODA_DHX_SERVER = os.environ.get("RAEKODA_DHX_SERVER", f"http://127.0.0.1:{RAEKODA_PORT}/dhx/" if DEMO else "")
RAEKODA_DHX_CERTIFICATE = os.environ.get("RAEKODA_DHX_CERTIFICATE", "")
RAEKODA_DHX_AUTHORITY = os.environ.get("RAEKODA_DHX_AUTHORITY", "")
RAEKODA_DHX_SECONDS = int(os.environ.get("RAEKODA_DHX_SECONDS", "120"))
RAEKODA_DHX_BYTES = int(os.environ.get("RAEKODA_DHX_MEGABYTES", "50")) * 1024 * 1024
RAEKODA_RIGHTS_DAYS = int(os.environ.get("RAEKODA_RIGHTS_DAYS", "7"))
RAEKODA_XROAD_CERTIFICATE = os.environ.get("RAEKODA_XROAD_CERTIFICATE", "")
RAEKODA_XROAD_AUTHORITY = os.environ.get("RAEKODA_XROAD_AUTHORITY", "")
RAEKODA_XROAD_NETWORKS = os.environ.get("RAEKODA_XROAD_NETWORKS", "127.0.0.0/8,::1/128" if DEMO else "").split(",")
RAEKODA_XROAD_NETWORKS = [network.strip() for network in RAEKODA_XROAD_NETWORKS if network.strip()]
RAEKODA_XROAD_KEY = os.environ.get("RAEKODA_XROAD_KEY", "")
RAEKODA_TRACKER_CLIENTS = os.environ.get(
    "RAEKODA_TRACKER_CLIENTS", "EE-PRACTICE/GOV/70006317/eesti" if DEMO else ""
).split()
RAEKODA_PAASUKE_CLIENTS = os.environ.get(
    "RAEKODA_PAASUKE_CLIENTS", "EE-PRACTICE/GOV/70006317/paasuke" if DEMO else ""
).split()
RAEKODA_PAASUKE_NAMESPACE = os.environ.get("RAEKODA_PAASUKE_NAMESPACE", "RAEKODA")
RAEKODA_REGISTERS_MESSAGES = os.environ.get("RAEKODA_REGISTERS_MESSAGES", "")
RAEKODA_DOCUMENTS = Path(os.environ.get("RAEKODA_DOCUMENTS", HOME / "documents"))
RAEKODA_INTAKE = Path(os.environ.get("RAEKODA_INTAKE", HOME / "intake"))
RAEKODA_INTAKE_QUIET_SECONDS = int(os.environ.get("RAEKODA_INTAKE_QUIET_SECONDS", "30"))
RAEKODA_RECORDING_BYTES = int(os.environ.get("RAEKODA_RECORDING_MEGABYTES", "200")) * 1024 * 1024
RAEKODA_RECORDING_SECONDS = int(os.environ.get("RAEKODA_RECORDING_MINUTES", "120")) * 60
RAEKODA_RECORDING_PAGES = int(os.environ.get("RAEKODA_RECORDING_PAGES", "100"))
RAEKODA_SPEECH_ENGINE = os.environ.get("RAEKODA_SPEECH_ENGINE", "")
RAEKODA_SPEECH_MODEL = os.environ.get("RAEKODA_SPEECH_MODEL", "")
RAEKODA_SPEECH_GRAMMAR = os.environ.get("RAEKODA_SPEECH_GRAMMAR", "")
RAEKODA_SPEECH_DICTIONARY = os.environ.get("RAEKODA_SPEECH_DICTIONARY", "")
RAEKODA_SPEECH_LANGUAGE = os.environ.get("RAEKODA_SPEECH_LANGUAGE", "")

EMAIL_URL = os.environ.get("RAEKODA_SMTP_URL", "")
RAEKODA_OUTBOX = HOME / "outbox"
DEFAULT_FROM_EMAIL = os.environ.get("RAEKODA_MAIL_FROM", "raekoda@example.ee")
RAEKODA_MAIL_REPLY_DOMAIN = os.environ.get("RAEKODA_MAIL_REPLY_DOMAIN", "")
RAEKODA_LMTP = os.environ.get("RAEKODA_LMTP", "127.0.0.1:8024")
RAEKODA_DKIM_SELECTOR = os.environ.get("RAEKODA_DKIM_SELECTOR", "raekoda")
RAEKODA_DKIM_KEY = secret("RAEKODA_DKIM_KEY", HOME)
RAEKODA_BOOKING_GUEST_DAYS = int(os.environ.get("RAEKODA_BOOKING_GUEST_DAYS", "365"))
RAEKODA_LEFT_SUBSCRIBER_DAYS = int(os.environ.get("RAEKODA_LEFT_SUBSCRIBER_DAYS", "30"))

SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "raekoda.platform.core.csrf.csrf_failure"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = RAEKODA_SCHEME == "https"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = int(os.environ.get("RAEKODA_HSTS_SECONDS", "0")) if RAEKODA_SCHEME == "https" else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"

WAGTAILDOCS_DOCUMENT_MODEL = "website.PublishedDocument"
WAGTAIL_SITE_NAME = "Raekoda"
WAGTAILADMIN_BASE_URL = f"{RAEKODA_SCHEME}://{RAEKODA_BASE_DOMAIN}:{RAEKODA_PORT}"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = "desk:login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
TAGGIT_CASE_INSENSITIVE = True

LOGGING = logging_settings(HOME, DEMO)
