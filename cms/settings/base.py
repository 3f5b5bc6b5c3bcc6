"""What every environment shares."""

from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from . import env

BASE_DIR = Path(__file__).resolve().parents[2]
LOCAL_DIR = BASE_DIR / ".local"

SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = "toi-invite"
# Stands on the contact page that `manage.py site_content` writes.
SUPPORT_EMAIL = env.text("SUPPORT_EMAIL", "help@toi.example")
# Whom the product tells when money needs a person.
ALERT_EMAILS = env.words("ALERT_EMAILS", SUPPORT_EMAIL)

INSTALLED_APPS = [
    "cms",
    "guests",
    "invitations",
    "payments",
    "messaging",
    "accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "import_export",
    "csp",
    "django_linear_migrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.HealthMiddleware",
    "cms.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.origin.OriginMiddleware",
    "accounts.row_security.RowSecurityMiddleware",
    "accounts.wagtail_tenancy.AdminGateMiddleware",
    "cms.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL", "postgresql://toi_invite@localhost/toi_invite"))}
# For servers that answer one request after another: a connection costs several times what a cached page does.
KEPT_CONNECTIONS = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# The role that serves: it uses the tables and owns none, so that no trigger or wall of theirs is its to take down.
DATABASE_ROLE = env.text("DATABASE_ROLE", "toi_invite")
# Once per release it is the owner who connects; nothing that serves knows the owner's address.
IS_MIGRATING = env.text("DATABASE_URL", "none") == env.text("DATABASE_OWNER_URL", "")
# The role that sees every workspace's rows; the application's role is a member of it and takes it on for staff only.
DATABASE_STAFF_ROLE = env.text("DATABASE_STAFF_ROLE", "toi_staff")

REDIS_URL = env.text("REDIS_URL", "redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "toi"}}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "payments": {"task": "payments.tasks.check_due_payments", "schedule": 5},
    "refunds": {"task": "payments.tasks.send_waiting_refunds", "schedule": 60},
    "returns": {"task": "payments.tasks.check_due_returns", "schedule": 5},
    "endings": {"task": "payments.tasks.tell_of_endings", "schedule": 24 * 60 * 60},
    # In the quiet hours of Kazakhstan: beat counts in UTC.
    "reconcile": {"task": "payments.tasks.reconcile", "schedule": crontab(hour=22, minute=30)},
    "receipts": {"task": "payments.tasks.issue_waiting_receipts", "schedule": 5 * 60},
    "messages": {"task": "messaging.tasks.sweep", "schedule": 60},
    "end-rights": {"task": "invitations.tasks.end_rights", "schedule": 60},
    "forget-edits": {"task": "invitations.tasks.forget_edits", "schedule": 60 * 60},
    "forget-messages": {"task": "messaging.tasks.forget_texts", "schedule": 24 * 60 * 60},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "celerybeat-schedule")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.adapters.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.ChangeEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "signup": "accounts.forms.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Strict: signing up with somebody's address answers as with a new one (docs/decisions/0005-sign-up-never-tells.md).
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Per account (key) against guessing one password; per address (ip) with room for a family, an office or a mobile
# operator behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/10m/ip,8/10m/key",
    "signup": "30/h/ip",
    "reset_password": "30/h/ip,5/h/key",
    "reset_password_from_key": "60/h/ip",
    "confirm_email": "1/3m/key",
    "change_password": "10/10m/user",
    "reauthenticate": "10/10m/user",
    "manage_email": "10/h/user",
    "invite_member": "20/h/user",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "kk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("kk", _("Kazakh")),
    ("ru", _("Russian")),
    ("en", _("English")),
]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/vendor"]
FORMAT_MODULE_PATH = ["cms.formats"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Almaty"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "static"))
MEDIA_URL = "/media/"
MEDIA_ROOT = env.text("MEDIA_ROOT", str(LOCAL_DIR / "media"))
SERVE_PICTURES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

EMAIL_BACKEND = "messaging.backends.OutboxEmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "toi-invite <no-reply@localhost>")
# What carries the outbox's messages away, and the Django backend that the e-mail channel speaks through.
MESSAGE_CHANNELS = {
    "console": "messaging.channels.console.ConsoleChannel",
    "email": "messaging.channels.email.EmailChannel",
}
MESSAGE_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
# Texts hold personal links: staff read them on a developer's machine only.
MESSAGE_TEXTS_READABLE = False

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILIMAGES_IMAGE_FORM_BASE = "accounts.wagtail_tenancy.media.WorkspaceImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "accounts.wagtail_tenancy.media.WorkspaceDocumentForm"
WAGTAILIMAGES_IMAGE_MODEL = "accounts.WorkspaceImage"
WAGTAILDOCS_DOCUMENT_MODEL = "accounts.WorkspaceDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# A phone's largest photo; some kilobytes may unpack to more, and each size of a picture is made of all of them.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
# On a phone's fine screen nobody sees more; Wagtail's own 80, 80 and 85 weigh twice as much.
WAGTAILIMAGES_AVIF_QUALITY, WAGTAILIMAGES_WEBP_QUALITY, WAGTAILIMAGES_JPEG_QUALITY = 50, 66, 75
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "txt"]
# Autosave writes a log entry each time; two and a half seconds after the last keystroke is soon enough.
WAGTAIL_AUTOSAVE_INTERVAL = 2500
# A link that is typed stays a link: turned into a page it would tell one family the number and place of another's.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_FEATURE_DETECTION_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_USER_TIME_ZONES = ["Asia/Almaty", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay", "Asia/Qyzylorda"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    },
}
# What replaces directives of the above under /admin/, measured in Chromium with Wagtail 8.
ADMIN_CONTENT_SECURITY_POLICY = {
    # Wagtail's own scripts are files, and `cms/date_chooser.js` takes the place of the inline ones of its date fields.
    # The two allowed by their hash are wagtail-localize's: its editor names its choosers, its form has a "select all".
    "script-src": [
        SELF,
        "'sha256-lLVZz8vyF0vCZL3ZQcc+U/kumGW1SlEfDpwWrXLLSRw='",
        "'sha256-Zi6020hVNJQUtMOgLuIImaOaART6TyIrghPC9PESpjg='",
    ],
    # Draftail (the rich text editor), the tooltips and htmx write a <style> element each.
    "style-src": [SELF, UNSAFE_INLINE],
    # A picture is shown while it is being uploaded.
    "img-src": [SELF, "data:", "blob:"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

KASPI_MOCK = env.switch("KASPI_MOCK")
# Who books sales and gives fiscal receipts; nobody of ours unless one is named (docs/howto/add-a-fiscal-register.md).
FISCAL_REGISTER = env.text("FISCAL_REGISTER", "payments.fiscal.none.NoRegister")
# The first available one that offers a way of paying takes its new payments.
PAYMENT_GATEWAYS = {
    "kaspi_qr": "payments.gateways.kaspi_qr.KaspiQrGateway",
    "kaspi_biller": "payments.gateways.kaspi_biller.KaspiBillerGateway",
    "apipay": "payments.gateways.apipay.ApiPayGateway",
    "manual": "payments.gateways.manual.ManualGateway",
    "mock": "payments.gateways.mock.MockGateway",
}
# Kaspi's Public QR API: r1 (key), r2 (certificate) or r3 (certificate, static address, BIN). Without its address it is off.
KASPI_QR_SCHEME = env.text("KASPI_QR_SCHEME", "r3")
KASPI_QR_URL = env.text("KASPI_QR_URL", "")
KASPI_QR_API_KEY = env.text("KASPI_QR_API_KEY", "")
KASPI_QR_CERT = env.text("KASPI_QR_CERT", "")
KASPI_QR_KEY = env.text("KASPI_QR_KEY", "")
KASPI_QR_KEY_PASSWORD = env.text("KASPI_QR_KEY_PASSWORD", "")
KASPI_QR_CA = env.text("KASPI_QR_CA", "")
KASPI_QR_BIN = env.text("KASPI_QR_BIN", "")
KASPI_QR_TRADE_POINT = env.text("KASPI_QR_TRADE_POINT", "")
KASPI_QR_DEVICE_ID = env.text("KASPI_QR_DEVICE_ID", "toi-invite-1")
KASPI_QR_PHONE_PREFIX = env.text("KASPI_QR_PHONE_PREFIX", "8")
# Kaspi's "Payments": the bank calls /api/payments/kaspi/biller/<secret>/. Without a secret it is off; two at a time while one is changed.
KASPI_BILLER_SECRETS = env.words("KASPI_BILLER_SECRETS")
KASPI_BILLER_IPS = env.words("KASPI_BILLER_IPS", "194.187.247.152,194.187.245.108")
KASPI_BILLER_FORMAT = env.text("KASPI_BILLER_FORMAT", "json")
# What the payer looks for in the app.
KASPI_BILLER_NAME = env.text("KASPI_BILLER_NAME", SITE_NAME)
# The code of the service, which makes fast payment possible.
KASPI_BILLER_SERVICE = env.text("KASPI_BILLER_SERVICE", "")
KASPI_BILLER_ONLINE_URL = env.text("KASPI_BILLER_ONLINE_URL", "https://kaspi.kz/online")
# ApiPay, an unofficial aggregator. Without a key it is off; two secrets at a time while one is changed.
APIPAY_URL = env.text("APIPAY_URL", "https://api.apipay.kz/api/v1")
APIPAY_KEY = env.text("APIPAY_KEY", "")
APIPAY_WEBHOOK_SECRETS = env.words("APIPAY_WEBHOOK_SECRETS")
# Whether its pretended money counts: never where people pay.
APIPAY_SANDBOX = env.switch("APIPAY_SANDBOX")
# Transfers from phone to phone, whose receipts staff look at: to whom. Without both it is off.
KASPI_TRANSFER_PHONE = env.text("KASPI_TRANSFER_PHONE", "")
KASPI_TRANSFER_NAME = env.text("KASPI_TRANSFER_NAME", "")

# Keys that personal links were made with before `GUEST_LINK_KEY`: they still open.
GUEST_LINK_OLD_KEYS = env.words("GUEST_LINK_OLD_KEYS")
# How many parties may come to one celebration by its public link.
GUEST_SELF_REGISTRATIONS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "cms.logs.PlainFormatter", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "cms.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # A line for each page saved or indexed says nothing to whoever runs the site.
        "django_tasks": {"level": "WARNING"},
        # It would write down addresses, and with them tokens and phone numbers.
        "httpx": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    # An e-mail address may stand on several accounts until one verifies it: see ACCOUNT_PREVENT_ENUMERATION.
    "auth.W004",
    # Wagtail's live preview shows pages of this site in a frame of this site; nobody else may (frame-ancestors).
    "security.W019",
]
