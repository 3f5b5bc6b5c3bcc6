"""Where Wagtail finds this app's hooks."""

from wagtail import hooks

from accounts.wagtail_tenancy import media, screens

hooks.register("before_serve_document", media.refuse_strangers)

__all__ = ["screens"]
