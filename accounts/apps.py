from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate, post_save, pre_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set
        from wagtail.models import ModelLogEntry, PageLogEntry

        from . import checks, receivers  # noqa: F401
        from .wagtail_tenancy import policies, trail

        policies.register_policies()
        pre_migrate.connect(receivers.require_roles, sender=self, dispatch_uid="require_roles")
        post_migrate.connect(receivers.grant_rows, sender=self, dispatch_uid="grant_rows")
        user_logged_in.connect(receivers.narrow_scope)
        user_logged_in.connect(receivers.greet)
        user_logged_out.connect(receivers.note_farewell)
        for signal in (password_changed, password_reset, password_set):
            signal.connect(receivers.note_password)
        email_confirmed.connect(receivers.note_email)
        user_logged_out.connect(receivers.narrow_scope)
        post_save.connect(trail.copy_page_entry, sender=PageLogEntry)
        post_save.connect(trail.copy_model_entry, sender=ModelLogEntry)
