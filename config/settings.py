"""Every setting, read from the environment, safe when the environment says nothing.

What a person who installs Xuncha may set is listed in docs/settings.md; what is not there is not meant to
be set. A secret comes from NAME or, better, from a file named by NAME_FILE that nobody else may read.
"""

import os
import re
import stat
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def private(path: Path) -> Path:
    """The file itself, after making sure that strangers on this machine can't read it."""
    if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise ImproperlyConfigured(f"{path} holds secrets and everybody may read it: chmod 600 {path}")
    return path


# Where this installation keeps its own: the uploaded files, and in a demo the servers too.
DATA = Path(env.str("XUNCHA_DATA", default=str(BASE_DIR / ".data"))).expanduser().absolute()

# `script/demo` leaves the addresses and keys of what it runs here, so that `manage.py` finds them by itself.
if "DATABASE_URL" not in os.environ and os.access(DATA / "env", os.R_OK):
    environ.Env.read_env(private(DATA / "env"))

DEBUG = env.bool("DEBUG", default=False)


def secret(name: str) -> str:
    """The secret `name`; with DEBUG off a missing, short or well-known one stops the start."""
    path = env.str(f"{name}_FILE", default="")
    value = private(Path(path)).read_text().strip() if path else env.str(name, default="")
    if DEBUG:
        return value or f"insecure-{name}-for-development-only"
    if len(value) < 40 or len(set(value)) < 8 or value.startswith(("insecure", "django-insecure", "change")):
        raise ImproperlyConfigured(
            f"{name} must be 40 random characters or more (or {name}_FILE names a file that holds them): "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return value


SECRET_KEY = secret("SECRET_KEY")  # signs sessions and forms; may be changed, people sign in again
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
HISTORY_KEY = secret("HISTORY_KEY")  # keys the digests in the history; never changes
FILES_KEY = secret("FILES_KEY")  # keys the names under which files are stored; never changes

# Which of the two front doors this process is: the inspected units', the office's, or both (a demo).
DOOR = env.str("XUNCHA_DOOR", default="both")
if DOOR not in {"portal", "inner", "both"}:
    raise ImproperlyConfigured(f"XUNCHA_DOOR is portal, inner or both, not {DOOR!r}")

# --- Apps: imports and foreign keys go to the left only -------------------------------------------

STOREYS = ["casework", "accounts", "inspections", "findings", "referrals", "rectification", "demo"]
INSTALLED_APPS = [
    *STOREYS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "django_filters",
    "axes",
    "csp",
    "django_htmx",
    "heroicons",
]

MIDDLEWARE = [
    "config.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.session_clock",
    "config.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.no_such_address",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False  # one address, one answer

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "casework.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: three roles ------------------------------------------------------------------------

# manage.py says `owner` for the few commands that change tables; nobody who answers requests is the owner.
ROLE = env.str("XUNCHA_ROLE", default="portal" if DOOR == "portal" else "app")
_address = {"owner": "MIGRATE_DATABASE_URL", "portal": "PORTAL_DATABASE_URL"}.get(ROLE, "DATABASE_URL")
DATABASES = {
    "default": env.db_url_config(
        env.str(_address, default="") or env.str("DATABASE_URL", default="postgresql://127.0.0.1/xuncha")
    )
}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": None,  # a connection costs 6 ms
    "CONN_HEALTH_CHECKS": True,
}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {
    "connect_timeout": 5,
    "application_name": f"xuncha {ROLE}",
    # A page that needs longer than this is a fault; workers set 0.
    "options": f"-c statement_timeout={env.int('XUNCHA_STATEMENT_TIMEOUT_MS', default=0)} -c TimeZone=UTC",
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Nothing that must not be lost is cached, and no request talks to another server for it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.ByPassword",
    "accounts.backends.ByCode",
]
PASSWORD_HASHERS = ["accounts.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.WellKnown"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL

ANONYMOUS_USER_NAME = None  # guardian: nobody without an account holds anything
GUARDIAN_MONKEY_PATCH_USER = False
# Powers are asked for in casework/policy.py alone, never through user.has_perm: guardian's backend stays out.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

# Guessing is slowed per person and address, so that nobody can lock another out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.int("XUNCHA_SIGN_IN_TRIES", default=10)
AXES_COOLOFF_TIME = timedelta(minutes=env.float("XUNCHA_LOCK_MINUTES", default=15))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.wait"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "again", "old"]  # never written down with a failed try
AXES_CLIENT_IP_CALLABLE = "config.middleware.client_address"
AXES_ALLOWED_CORS_ORIGINS = ""
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# How many proxies of our own stand before us: only the addresses that they added are believed.
PROXIES = env.int("XUNCHA_PROXIES", default=0)

# --- Sessions and cookies -------------------------------------------------------------------------

TLS = env.bool("XUNCHA_TLS", default=not DEBUG)
IDLE = timedelta(minutes=env.float("XUNCHA_IDLE_MINUTES", default=30))
SESSION_LIFE = timedelta(hours=env.float("XUNCHA_SESSION_HOURS", default=8))

SESSION_ENGINE = "accounts.sessions"  # in the database, can be ended one by one
SESSION_COOKIE_AGE = int(SESSION_LIFE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True  # the page carries the token itself
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = TLS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Headers --------------------------------------------------------------------------------------

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside the house, in clear
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]  # each called as its readers call it
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("XUNCHA_TIME_ZONE", default="Asia/Shanghai")

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("XUNCHA_STATIC", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [path for path in [BASE_DIR / "static"] if path.exists()]
WHITENOISE_MANIFEST_STRICT = False

# Evidence lies outside every web root, readable by this process only, and is served through `visible_to`.
FILES_ROOT = Path(env.str("XUNCHA_FILES", default=str(DATA / "files")))
# The head of the history, a line a day, on another disk or a printer if there is one.
ANCHOR_FILE = Path(env.str("XUNCHA_ANCHOR", default=str(DATA / "anchor")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_MAX_BYTES = env.int("XUNCHA_UPLOAD_MB", default=20) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

FILTERS_EMPTY_CHOICE_LABEL = _("All")  # in a filter, no choice means all

# --- API ------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "knox.auth.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "rest_framework.parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "TOKEN_TTL": SESSION_LIFE,
    "AUTO_REFRESH": False,
    "TOKEN_LIMIT_PER_USER": 10,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Xuncha",
    "DESCRIPTION": "Everything that the pages do, under the same walls and rules.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    # Every kind has its own stages: they stand where they are used, and are not named apart.
    "POSTPROCESSING_HOOKS": [],
}

# --- Papers as PDF --------------------------------------------------------------------------------

SOFFICE = env.str("XUNCHA_SOFFICE", default="")  # LibreOffice; without it the one on the path
PDF_SECONDS = env.int("XUNCHA_PDF_SECONDS", default=120)
PDF_MEMORY_MB = env.int("XUNCHA_PDF_MEMORY_MB", default=4096)

# --- Work outside a request -----------------------------------------------------------------------

# The broker only says "look now"; what there is to do stands in the database. It may be emptied at any time.
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for the broker as long as it takes
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "visibility_timeout": 3600,  # longer than any task may take: nothing is handed out twice while it is done
}
# What waits for servers outside, and what takes long, does not keep the bell waiting. Who is not named here takes long.
CELERY_TASK_DEFAULT_QUEUE = "long"
CELERY_TASK_ROUTES = {
    "casework.tasks.look": {"queue": "bell"},
    "findings.tasks.take_letters": {"queue": "bell"},
    "casework.tasks.send": {"queue": "send"},
}
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("bell", "send", "long")]
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_CONCURRENCY = env.int("XUNCHA_WORKER_PROCESSES", default=1)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA / "beat")
CELERY_BEAT_SCHEDULE = {
    "look": {"task": "casework.tasks.look", "schedule": 60.0, "options": {"expires": 55}},
    "look for common problems": {
        "task": "rectification.tasks.look_for_common_problems",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "prepare supervision papers": {
        "task": "rectification.tasks.prepare_papers",
        "schedule": crontab(hour=3, minute=30),
        "options": {"expires": 6 * 3600},
    },
    "take letters": {"task": "findings.tasks.take_letters", "schedule": 60.0, "options": {"expires": 55}},
}

# /readyz is red when the worker has not been heard of for this long.
HEARTBEAT_LIMIT = timedelta(seconds=env.int("XUNCHA_HEARTBEAT_SECONDS", default=180))

# /metrics tells figures of the worker to who brings the token, or to this machine; without either it is not there.
_metrics_token = env.str("XUNCHA_METRICS_TOKEN_FILE", default="")
METRICS_TOKEN = (
    private(Path(_metrics_token)).read_text().strip() if _metrics_token else env.str("XUNCHA_METRICS_TOKEN", default="")
)
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("XUNCHA_METRICS_TOKEN must be 20 random characters or more")
METRICS_LOCAL = env.bool("XUNCHA_METRICS_LOCAL", default=False)

# --- Mail: smtp://user:password@host:port, smtp+tls://…, filemail:///folder, or the console -------

_mail = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = "/" + _mail["EMAIL_FILE_PATH"].lstrip("/") if _mail["EMAIL_FILE_PATH"] else None
EMAIL_TIMEOUT = env.int("XUNCHA_MAIL_SECONDS", default=10)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="xuncha@localhost")

# --- What leaves the house: one message a person and day, in these hours -----------------------------


def time_of_day(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"A time of day is written like 08:30, not {text!r}") from error


MESSAGES_FROM = time_of_day(env.str("XUNCHA_MESSAGES_FROM", default="08:30"))
MESSAGES_UNTIL = time_of_day(env.str("XUNCHA_MESSAGES_UNTIL", default="18:00"))
MESSAGES_EVERY_DAY = env.bool("XUNCHA_MESSAGES_EVERY_DAY", default=False)  # else on working days only


def robots() -> dict[str, str]:
    """Name → address of each group robot or webhook outside; none unless XUNCHA_CHANNELS(_FILE) says so."""
    path = env.str("XUNCHA_CHANNELS_FILE", default="")
    text = private(Path(path)).read_text() if path else env.str("XUNCHA_CHANNELS", default="")
    found = dict(pair for line in re.split(r"[\n;]", text) if len(pair := line.split(None, 1)) == 2 and pair[0] != "#")
    if wrong := [name for name in found if name in {"email", "sms"} or len(name) > 40]:
        raise ImproperlyConfigured(f"XUNCHA_CHANNELS: {wrong[0]} can't be the name of a channel")
    return {name: address.strip() for name, address in found.items()}


CHANNELS = robots()
MESSAGE_LEASE = timedelta(minutes=2)  # so long a message belongs to whoever sends it
# A function `send(person, text, key)` of the office's own, for an SMS gateway; without it there are no SMS.
SMS = env.str("XUNCHA_SMS", default="")

# The address that links in messages begin with.
SITE_URL = env.str("XUNCHA_URL", default="http://127.0.0.1:8000").rstrip("/")
if urlsplit(SITE_URL).scheme not in {"http", "https"}:
    raise ImproperlyConfigured("XUNCHA_URL is the address people type: https://host")
# The address that the codes of letter boxes lead to: that of the portal, as people outside reach it.
LETTERS_URL = env.str("XUNCHA_LETTERS_URL", default=SITE_URL).rstrip("/")

# --- Log ------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("XUNCHA_LOG", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "WARNING"},
    },
}
