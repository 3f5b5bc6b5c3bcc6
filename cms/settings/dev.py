"""A developer's or newcomer's machine: `make demo`."""

from . import env
from .base import *

DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "not-a-secret-for-local-use-only-0123456789abcdef")
GUEST_LINK_KEY = env.text("GUEST_LINK_KEY", "not-a-secret-key-of-guest-links-0123456789")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "*")
KASPI_MOCK = env.switch("KASPI_MOCK", default=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# No mail leaves this machine: messages are read in the outbox (/admin/messages/).
MESSAGE_CHANNELS = {**MESSAGE_CHANNELS, "email": "messaging.channels.console.ConsoleChannel"}
MESSAGE_TEXTS_READABLE = True
