"""Production: every secret from the environment, nothing half-configured starts."""

from django.core.exceptions import ImproperlyConfigured

from . import env, object_store
from .base import *

DEBUG = False
if env.switch("DEBUG"):
    raise ImproperlyConfigured("Production does not run with DEBUG.")
if env.switch("KASPI_MOCK"):
    raise ImproperlyConfigured("Production does not take mock payments: unset KASPI_MOCK.")
if env.switch("APIPAY_SANDBOX"):
    raise ImproperlyConfigured("Production does not take a sandbox's money: unset APIPAY_SANDBOX.")
KASPI_MOCK = False
PAYMENT_GATEWAYS = {code: path for code, path in PAYMENT_GATEWAYS.items() if code != "mock"}

SECRET_KEY = env.text("SECRET_KEY")
GUEST_LINK_KEY = env.text("GUEST_LINK_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Production answers to its own names only: list them in ALLOWED_HOSTS.")
for name in ("ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SITE_URL"):
    env.text(name)

DATABASES["default"] |= KEPT_CONNECTIONS
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SERVE_PICTURES = False
STORAGES = {
    "default": object_store.s3(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# How many of our own proxies stand before the application; the client's address is told from X-Forwarded-For by it.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXY_COUNT", "1"))
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# The server that carries the e-mail channel's messages.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = int(env.text("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.switch("EMAIL_USE_TLS", default=True)
LOGGING["handlers"]["console"]["formatter"] = "json"
