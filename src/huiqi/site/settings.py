"""All settings of the site. What an operator may set stands in the environment; docs/reference/settings.md lists it.

The commands start the private database and hand its address over in DATABASE_URL before this file is read.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from huiqi.kernel.environment import data_folder, read_address, read_mail_server, read_networks, read_number

# isort: split
from huiqi.kernel.environment import read_path, read_socket, read_text, read_truth
from huiqi.kernel.postgres.address import database_settings, socket_address
from huiqi.site.login import options, provider
from huiqi.site.secret_key import secret_key

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_folder()

# --- who we are ------------------------------------------------------------------------------------------------------

ADDRESS = read_address("HUIQI_ADDRESS", default="http://localhost:8000")
SECURE = ADDRESS.scheme == "https"
DEBUG = read_truth("HUIQI_DEBUG", default=False)
SECRET_KEY = secret_key(DATA)
# Every name under localhost is this machine, and a browser keeps a log-in for each: several people side by side (RFC 6761).
ALLOWED_HOSTS = sorted({ADDRESS.hostname or "", ".localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [f"{ADDRESS.scheme}://{ADDRESS.netloc}"]
BEHIND_PROXY = read_truth("HUIQI_BEHIND_PROXY", default=False)
# Whom to ask, in the zone's own words; pages for people who cannot get in show it.
CONTACT = read_text("HUIQI_CONTACT")

# --- parts -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    # Before allauth: its pages are ours.
    "huiqi.site.apps.SiteConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "huiqi.kernel",
    "huiqi.ui",
    "huiqi.messages",
    "huiqi.register",
    "huiqi.rulebook",
    "huiqi.ledger",
    "huiqi.casework",
    "huiqi.imports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiqi.site.middleware.session_middleware",
    "huiqi.site.middleware.actor_middleware",
    "huiqi.site.middleware.text_middleware",
]

AUTH_USER_MODEL = "register.Account"
ROOT_URLCONF = "huiqi.site.urls"
WSGI_APPLICATION = "huiqi.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "huiqi.site.navigation.menus",
                "huiqi.messages.views.inbox.unread_count",
                "huiqi.site.login.help.known",
            ],
        },
    },
]

FORM_RENDERER = "huiqi.ui.forms.Renderer"

# --- log-in ----------------------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = options.PASSWORD_VALIDATORS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# A session ends with the browser, and after so many hours without a look at a page.
SESSION_COOKIE_AGE = 3600 * read_number("HUIQI_SESSION_HOURS", default=12, least=1, most=720)
ACCOUNT_SESSION_REMEMBER = False
PASSWORD_RESET_TIMEOUT = 2 * 3600
ACCOUNT_ADAPTER = "huiqi.site.login.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = options.ACCOUNT_FORMS
ACCOUNT_RATE_LIMITS = options.RATE_LIMITS
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

REQUIRE_SECOND_FACTOR = read_truth("HUIQI_REQUIRE_SECOND_FACTOR", default=SECURE)
MFA_ADAPTER = "huiqi.site.login.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A phone's clock may be off, and typing takes its time.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = f"惠企 {ADDRESS.hostname}"
MFA_FORMS = options.FACTOR_FORMS

OIDC_ISSUER = provider.read_issuer()
SOCIALACCOUNT_PROVIDERS = provider.providers(OIDC_ISSUER)
SOCIALACCOUNT_ADAPTER = "huiqi.site.login.adapters.ProviderAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

# --- database --------------------------------------------------------------------------------------------------------

# Without an address the private server's usual socket is tried: if it does not run, the first query says so.
PRIVATE = socket_address(socket_folder=DATA / "postgres" / "socket", user="huiqi", name="huiqi")
DATABASES = {
    "default": database_settings(read_text("DATABASE_URL", PRIVATE))
    | {
        "CONN_MAX_AGE": read_number("HUIQI_DATABASE_KEEP_SECONDS", default=60, least=0, most=3600),
        "CONN_HEALTH_CHECKS": True,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, so that a limit on failed log-ins is one limit; the table is made by kernel's migration 0003.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"

# --- messages --------------------------------------------------------------------------------------------------------

MAIL = read_mail_server("HUIQI_MAIL_SERVER")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starts_tls, MAIL.is_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read_text("HUIQI_MAIL_FROM", f"huiqi@{ADDRESS.hostname}")
SMS_ADDRESS = read_text("HUIQI_SMS_ADDRESS")  # of apprise, with {target} where the phone number goes
# Networks inside the house that webhooks may reach all the same; who is asked about every file that is handed in.
HOOK_NETWORKS, SCANNER = read_networks("HUIQI_HOOK_NETWORKS"), read_socket("HUIQI_SCANNER")

# --- static files ----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = read_path("HUIQI_STATIC") or DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"

# --- safety ----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The button that leads to the identity provider is a form, and browsers hold redirects to this as well.
        "form-action": [SELF, *provider.origin(OIDC_ISSUER)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# Only behind a proxy that sets the header itself: otherwise a visitor could claim to come by TLS.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "huiqi-session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "huiqi-csrf"
CSRF_FAILURE_VIEW = "huiqi.site.failures.stale_form"
X_FRAME_OPTIONS = "DENY"
FILE_UPLOAD_HANDLERS = ["huiqi.ui.uploads.BoundedUploadHandler", "huiqi.ui.uploads.TidyUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- logging ---------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": read_text("HUIQI_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "procrastinate.periodic": {"level": "WARNING"},
        # Says at every start that it adds its tasks.
        "procrastinate.blueprints": {"level": "WARNING"},
        # Says of every task that it was asked for; the worker says what it does.
        "procrastinate.jobs": {"level": "WARNING"},
    },
}
