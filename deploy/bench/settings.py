"""Production's ways (no DEBUG, named and compressed static files) without its secrets and its object store."""

from cms.settings import env
from cms.settings.base import *

DEBUG = False
DATABASES["default"] |= KEPT_CONNECTIONS
SECRET_KEY = GUEST_LINK_KEY = "not-a-secret-only-for-measuring-0123456789abcdef"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
KASPI_MOCK = True
STATIC_ROOT = env.text("STATIC_ROOT")
MEDIA_ROOT = env.text("MEDIA_ROOT")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
# The guests of the measurement come from many addresses, which nginx passes on.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
MIDDLEWARE = ["deploy.bench.counting.QueryCountMiddleware", *MIDDLEWARE]
MESSAGE_CHANNELS = {**MESSAGE_CHANNELS, "email": "messaging.channels.console.ConsoleChannel"}
# The bank's check is measured too: any of the measurement's addresses is the bank's.
KASPI_BILLER_SECRETS = ["not-a-secret-only-for-measuring"]
KASPI_BILLER_IPS = ["10.0.0.0/8"]
