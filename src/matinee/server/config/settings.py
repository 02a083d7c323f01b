"""Django settings, read from the environment at import."""

from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from matinee.server.config import keys, logs, mail
from matinee.server.config.environment import BadSetting, read
from matinee.server.config.values import host_of, origin_of

PACKAGE = Path(__file__).resolve().parents[2]

environment = read()


def _database(url: str) -> dict[str, Any]:
    """Convert a libpq URI to Django's DATABASES format."""
    try:
        parts = conninfo_to_dict(url or "postgresql:///matinee")
    except ProgrammingError as error:
        raise BadSetting("DATABASE_URL", "is not a valid PostgreSQL URI") from error
    named = {name.upper(): parts.pop(name, "") for name in ("user", "password", "host", "port")}
    return {
        "ENGINE": "matinee.server.postgres.backend",
        "NAME": parts.pop("dbname", ""),
        **named,
        # Persistent connections: one new connection per request costs 90 % of the throughput.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Django turns off prepared statements by default.
        "OPTIONS": {"connect_timeout": "5", **parts, "prepare_threshold": 1, "server_side_binding": True},
    }


SECRET_KEY = environment.secret_key or keys.read_or_temporary(environment.data_dir)
DEBUG = False
ALLOWED_HOSTS = list(environment.allowed_hosts) or ["*"]
ROOT_URLCONF = "matinee.server.urls"
WSGI_APPLICATION = "matinee.server.processes.wsgi.application"
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["matinee.staff.authentication.StaffBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "MinimumLengthValidator": {"min_length": 10},
        "CommonPasswordValidator": {},
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "first_name", "last_name")},
    }.items()
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    # The email address is unique by a constraint on lower(email).
    "auth.E003",
    "auth.W004",
    # HSTS for subdomains affects other sites, so the operator decides.
    "security.W005",
    "security.W021",
    # Browsers refuse passkeys on a site without HTTPS, such as a local one at another address than localhost.
    "otp_webauthn.E031",
]

INSTALLED_APPS = [
    "matinee.admin.site_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp_webauthn",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "procrastinate.contrib.django",
    "matinee.runtime.failed_rows",
    "matinee.runtime.job_queue",
    "matinee.audit",
    "matinee.catalogue",
    "matinee.venues",
    "matinee.staff",
    "matinee.pricing",
    "matinee.shows",
    "matinee.booking",
    "matinee.tickets",
    "matinee.payments",
    "matinee.checkout",
    "matinee.opening",
    "matinee.demo",
    "matinee.admin",
    "matinee.api",
    "matinee.pages",
]

MIDDLEWARE = [
    "matinee.server.middleware.request_log.RequestLog",
    "matinee.server.middleware.trusted_proxies.TrustedProxies",
    "matinee.api.staff.language.StaffLanguage",
    "matinee.api.framework.middleware.ProblemsEverywhere",
    "matinee.server.middleware.security_headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "matinee.server.middleware.compression.CompressResponses",
    "matinee.server.middleware.staff_sessions.StaffSessions",
    "django.middleware.common.CommonMiddleware",
    "matinee.api.framework.bodies.ReadBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "matinee.server.middleware.staff_sessions.StaffAuthentication",
    "matinee.server.middleware.staff_sessions.StaffSecondFactor",
    "matinee.admin.middleware.StaffMessages",
    "matinee.admin.middleware.StaffTimeZone",
    "matinee.admin.middleware.BadInputAsBadRequest",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
    # For plain text, such as the text part of an email: no HTML escaping.
    {
        "NAME": "text",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"autoescape": False},
    },
]

database = _database(environment.database_url)
DATABASES = {
    "default": database,
    # The job queue: the same database with another search path (decision 0007).
    "jobs": database | {"ENGINE": "matinee.server.postgres.jobs_backend", "TEST": {"MIRROR": "default"}},
}
DATABASE_ROUTERS = ["matinee.runtime.job_queue.router.JobsRouter"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 65_536

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
WEB_APP = PACKAGE / "pages" / "static" / "app"
# Serve files from the packages that contain them, without collectstatic.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Vite puts the content's hash in these names, so such a file never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/(?:staff/)?assets/.+\.[0-9a-f]{12}\.\w+$"

logs.configure(production=environment.production)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": logs.formatter, "production": environment.production}},
    "filters": {
        "without_paths": {"()": logs.RoutesInsteadOfPaths},
        "without_blame": {"()": logs.ClientErrorsAsWarnings},
        # Heavy demand causes thousands of 503 responses, by design.
        "no_busy": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", None) != 503,
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_paths", "without_blame"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        # At INFO it logs each step of each job, mostly periodic ones.
        "procrastinate": {"level": "WARNING"},
        # At INFO it logs several lines per call.
        "stripe": {"level": "WARNING"},
        # RequestLog already logs every 4xx.
        "django.request": {
            "handlers": ["stderr"],
            "filters": ["no_busy"],
            "level": "ERROR",
            "propagate": False,
        },
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": ["matinee.api.framework.json_format.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["matinee.api.framework.json_format.JsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "matinee.api.framework.json_format.OneFormat",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "matinee.api.framework.documentation.ApiSchema",
    "EXCEPTION_HANDLER": "matinee.api.framework.problem_responses.handle_exception",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Matinee",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": "/", "description": "This site"}],
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "SERVE_INCLUDE_SCHEMA": False,
    # A PATCH needs the version that it changes, so its body is not all optional.
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [
        "matinee.api.framework.shapes.add_shapes",
        "matinee.api.framework.problem_schemas.add_problems",
        "matinee.api.framework.links.add_links",
    ],
}

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
OTP_TOTP_ISSUER = "Matinee"
OTP_WEBAUTHN_RP_NAME = "Matinee"
# The site that passkeys belong to: never what a request says (decision 0042).
OTP_WEBAUTHN_RP_ID = host_of(environment.site_url)
OTP_WEBAUTHN_ALLOWED_ORIGINS = [origin_of(environment.site_url)]
if environment.production:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.hsts != "host"
    SECURE_HSTS_PRELOAD = environment.hsts == "preload"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.mail_from
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
EMAIL_TIMEOUT = mail.TIMEOUT_SECONDS
if mail_server := environment.mail_server:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = mail_server.host, mail_server.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail_server.user, mail_server.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = mail_server.tls_from_start, mail_server.starttls

SENDS_EMAIL = environment.mail_server is not None
PROCRASTINATE_DATABASE_ALIAS = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["matinee.server.processes.housekeeping"]

PRODUCTION = environment.production
METRICS_TOKEN = environment.metrics_token
SITE_URL = environment.site_url
LIVE_PORT = environment.live_port
HOLD_SECONDS = environment.hold_seconds
MAX_SEATS_PER_HOLD = environment.max_seats_per_hold
LOCK_WAIT_MS = environment.lock_wait_ms
TRUSTED_PROXIES = environment.trusted_proxies
HOLDS_PER_MINUTE = environment.holds_per_minute
MAX_SEATS_PER_CLIENT = environment.max_seats_per_client
LOOKUPS_PER_MINUTE = environment.lookups_per_minute
PAYMENT_ATTEMPTS_PER_HOLD = environment.payment_attempts_per_hold
DECLINED_PAYMENTS_PER_HOUR = environment.declined_payments_per_hour
SECOND_FACTOR_REQUIRED = environment.second_factor_required
LOGINS_PER_MINUTE = environment.logins_per_minute
CUSTOMER_DATA_DAYS = environment.customer_data_days
SELLS_ONLINE = environment.sells_online
STRIPE_SECRET_KEY = environment.stripe_secret_key
STRIPE_PUBLISHABLE_KEY = environment.stripe_publishable_key
STRIPE_WEBHOOK_SECRET = environment.stripe_webhook_secret
TICKET_SIGNING_KEY = environment.ticket_signing_key or keys.read_or_temporary_ticket_key(environment.data_dir)
TICKET_VERIFY_KEYS = environment.ticket_verify_keys
