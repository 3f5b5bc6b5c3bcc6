"""What django-allauth asks of us: who signs in by what, what sign-up makes, and where its limits look."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.forms import BaseForm, Field
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import actions, queries
from .contacts import Contact
from .fields import ContactField
from .models import User

MISMATCH = _("This e-mail or phone and this password do not belong together. Check both and try again.")


def at_home(url: str) -> str:
    """The same page at this site's own address: what a request calls the host is the caller's word, not to be mailed to others."""
    return f"{settings.SITE_URL}{urlsplit(url).path}"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One text for every way to be wrong, so that it tells nothing of whether the account exists.
        "email_password_mismatch": MISMATCH,
        "phone_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": _("Too many attempts. Wait ten minutes and try again, or set a new password."),
    }

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As allauth's, with the site's own address for the links in the texts."""
        super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmation) -> str:
        return at_home(super().get_email_confirmation_url(request, emailconfirmation))

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """The person as the sign-up form describes them, in the language they read it in."""
        user.name = form.cleaned_data["name"]
        user.phone = form.cleaned_data["contact"].phone or None
        user.language = get_language() or User.Language.KAZAKH
        super().save_user(request, user, form, commit=False)
        user.email = user.email or None
        if commit:
            actions.sign_up(user=user, request=request)
        return user

    def phone_form_field(self, **kwargs: Any) -> Field:
        return ContactField(**kwargs)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, False) if user.phone else None

    def get_user_by_phone(self, phone: str) -> User | None:
        return next(iter(queries.people_with(Contact(phone=phone))), None)


class SignInBackend(AuthenticationBackend):
    """By e-mail or phone and password; where several accounts claim one address, the one whose password it is."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return self._first_with(Contact(email=email.lower()), password)

    def _authenticate_by_phone(self, phone: str, password: str) -> User | None:
        return self._first_with(Contact(phone=phone), password)

    def _first_with(self, contact: Contact, password: str) -> User | None:
        return next((user for user in queries.people_with(contact) if self._check_password(user, password)), None)
