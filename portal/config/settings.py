"""The portal's settings: docs/reference/portal-settings.md says what each variable means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.config import environment, keys

REPO = environment.REPO
DATA_DIR = environment.data_dir()
KEYS_DIR = DATA_DIR / "keys"
WEB = REPO / "portal" / "web"

DEBUG = environment.flag("OPENBOOK_DEBUG")
HTTPS = environment.flag("OPENBOOK_HTTPS")
ALLOWED_HOSTS = environment.words("OPENBOOK_HOSTS", environment.LOOPBACK)
environment.refuse_open_house(debug=DEBUG, https=HTTPS, hosts=ALLOWED_HOSTS)

PORTAL_PORT = environment.port("OPENBOOK_PORTAL_PORT", 8000)
DAGSTER_PORT = environment.port("OPENBOOK_DAGSTER_PORT", 3000)
DASHBOARDS_PORT = environment.port("OPENBOOK_DASHBOARDS_PORT", 8501)
COLLECTOR_PORT = environment.port("OPENBOOK_COLLECTOR_PORT", 8010)
COLLECTOR_URL = environment.address("OPENBOOK_COLLECTOR_URL", f"http://127.0.0.1:{COLLECTOR_PORT}")
# Which networks are data centres: a file of the operator's, absent by default.
NETWORKS_FILE = Path(environment.text("OPENBOOK_NETWORKS") or DATA_DIR / "networks.txt")
DASHBOARDS_URL = f"http://127.0.0.1:{DASHBOARDS_PORT}"
DAGSTER_URL = f"http://127.0.0.1:{DAGSTER_PORT}"

SECRET_KEY = keys.key_text(KEYS_DIR, "django-secret", keys.make_secret)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "csp",
    "django_htmx",
    *environment.present(
        (
            "portal.accounts",
            "portal.audit",
            "portal.partners",
            "portal.branding",
            "portal.deals",
            "portal.links",
            "portal.reports",
            "portal.collector",
            "portal.creatives",
            "portal.hooks",
            "portal.api",
            "portal.reviews",
            "portal.statements",
            "portal.payouts",
            "portal.notices",
            "portal.claims",
            "portal.compliance",
            "portal.onboarding",
            "portal.whatif",
            "portal.releases",
            "portal.web",
        )
    ),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.config.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.branding.middleware.TenantByHost",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.known_device",
    "portal.accounts.middleware.own_time_zone",
    "portal.accounts.middleware.staff_second_factor",
]

ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / part / "templates" for part in ("base", "partner", "staff")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "portal.web.base.context.surroundings",
            ],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "portal.web.base.tags.numbers",
                "portal.web.base.tags.components",
                "portal.web.base.tags.charts",
            ],
        },
    },
]

# One writer at a time, readers never wait; FULL: a committed ledger head survives a power cut.
DATA_DIR.mkdir(parents=True, exist_ok=True)
(DATA_DIR / "portal").mkdir(mode=0o700, exist_ok=True)
(DATA_DIR / "portal" / "static").mkdir(exist_ok=True)
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "portal" / "portal.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;"
            ),
        },
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count across processes, so the cache is in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # at 300, the default, limits would be forgotten
    },
}

# Languages, numbers and time
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
    ("ar", _("Arabic")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("pt-br", _("Portuguese (Brazil)")),
    ("ja", _("Japanese")),
    ("zh-hans", _("Chinese (simplified)")),
]
OFFERED_LANGUAGES = ("en", "de", "ar")  # complete; the others fall back to English
LOCALE_PATHS = [REPO / "portal" / "locale"]
LANGUAGE_COOKIE_NAME = "openbook_portal_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: hashed names, served by the portal itself
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "portal" / "static"
STATICFILES_DIRS = [WEB / part / "static" for part in ("base", "partner")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG

# Sign-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
]
LOGIN_URL = "account_login"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # whose word about the visitor's address counts
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address; the new one counts when its link was opened
ACCOUNT_EMAIL_NOTIFICATIONS = True  # what touches an account is mailed, the old address too
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}

ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "portal.accounts.forms.PasswordAgainForm",
    "add_email": "portal.accounts.forms.NewAddressForm",
}

MFA_ADAPTER = "portal.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.SecondFactorForm",
    "reauthenticate": "portal.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "portal.accounts.forms.SecondFactorSetUpForm",
    "add_webauthn": "portal.accounts.forms.PasskeyForm",
    "edit_webauthn": "portal.accounts.forms.PasskeyNameForm",
}
MFA_TOTP_ISSUER = "Openbook"
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True

IDP_OIDC_ADAPTER = "portal.accounts.adapters.IdentityAdapter"
IDP_OIDC_PRIVATE_KEY = keys.key_text(KEYS_DIR, "oidc-signing.pem", keys.make_rsa)
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 8 * 3600
IDP_OIDC_ID_TOKEN_EXPIRES_IN = 8 * 3600
SECOND_FACTOR_KEYS = keys.key_text(KEYS_DIR, "second-factor", keys.make_fernet)

# Cookies: the names are our own because cookies ignore ports
SESSION_COOKIE_NAME = "openbook_portal_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "openbook_portal_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "portal.web.base.errors.expired_form"

# What a page may load and where it may send: nothing but our own
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, DASHBOARDS_URL, DAGSTER_URL],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# Mails are files in DATA_DIR/mail until OPENBOOK_SMTP names a server
PORTAL_URL = environment.text("OPENBOOK_PORTAL_URL", f"http://localhost:{PORTAL_PORT}").rstrip("/")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST, EMAIL_PORT = environment.host_and_port("OPENBOOK_SMTP", 25)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = environment.text("OPENBOOK_MAIL_FROM", "Openbook <no-reply@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
