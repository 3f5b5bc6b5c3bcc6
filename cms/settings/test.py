"""The tests."""

from .base import *

DEBUG = False
SECRET_KEY = "tests-only-0123456789abcdef0123456789abcdef0123456789"
GUEST_LINK_KEY = "tests-only-guest-links-0123456789abcdef0123456789"
ALLOWED_HOSTS = ["*"]
KASPI_MOCK = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MESSAGE_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MESSAGE_TEXTS_READABLE = True
# Wagtail's indexes of texts and of references cost a third of every page that is saved; a test that reads them asks for `indexes`.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}
