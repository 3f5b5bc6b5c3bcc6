"""Forms of sign-up, sign-in and members. Nothing here tells whether an account exists."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import EmailAddress, Login
from allauth.account.utils import get_next_redirect_url
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from . import actions, queries
from .contacts import Contact
from .fields import ContactField
from .models import Membership, User

ASKED_BY_PHONE = "reset_by_phone"
PASSWORD_HELP = _("At least 8 characters, not only digits.")


class CalmFields:
    """Takes allauth's placeholders away: labels say what a field is."""

    fields: dict[str, forms.Field]

    def calm(self) -> None:
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(CalmFields, allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = ContactField(label=_("E-mail or phone"))
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])
        self.calm()

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"])

    def user_credentials(self) -> dict[str, str]:
        login = self.cleaned_data["login"]
        return {"email" if "@" in login else "phone": login, "password": self.cleaned_data["password"]}


class SignUpForm(CalmFields, allauth_forms.SignupForm):
    """Goes through for every address, taken or not; somebody who has an account and types its password is signed in to it."""

    name = forms.CharField(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contact = ContactField(label=_("E-mail or phone"))
    field_order = ["name", "contact", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.fields["password1"].help_text = PASSWORD_HELP
        self.known_user: User | None = None
        self.calm()

    def clean(self) -> dict[str, Any]:
        contact = self.cleaned_data.get("contact") or Contact()
        self.cleaned_data["email"] = contact.email
        super().clean()
        if not self.errors:
            self.known_user = self._sign_in(contact)
        return self.cleaned_data

    def _sign_in(self, contact: Contact) -> User | None:
        way = {"email": contact.email} if contact.email else {"phone": contact.phone}
        adapter = get_adapter()
        # Under the same limits as signing in: else sign-up would be a second door for guessing passwords.
        return adapter.authenticate(adapter.request, **way, password=self.cleaned_data["password1"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.known_user is None:
            return super().try_save(request)
        login = Login(user=self.known_user, redirect_url=get_next_redirect_url(request))
        return None, flows.login.perform_login(request, login)


class ResetPasswordForm(CalmFields, allauth_forms.ResetPasswordForm):
    """A link goes to the e-mail address of the account, also when the person knows only the phone."""

    field_order = ["contact"]
    contact = ContactField(label=_("E-mail or phone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        self.calm()

    def clean_contact(self) -> Contact:
        contact = self.cleaned_data["contact"]
        # allauth counts the attempts for one account by this.
        self.cleaned_data["email"] = str(contact)
        return contact

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        contact: Contact = self.cleaned_data["contact"]
        # The next page speaks of the mail only to whoever wrote an address; it knows nothing of accounts.
        request.session[ASKED_BY_PHONE] = bool(contact.phone)
        users = [user for user in queries.people_with(contact) if user.email or contact.email]
        verified = [user for user in users if queries.is_verified(user, contact.email)]
        if contact.email:
            flows.password_reset.request_password_reset(request, contact.email, verified or users, kwargs.get("token_generator"))
        for user in users if contact.phone else []:
            flows.password_reset.request_password_reset(request, user.email, [user], kwargs.get("token_generator"))
        return str(contact)


class NewPasswordForm(CalmFields, allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Typed once: the field can be made visible.
        del self.fields["password2"]
        self.fields["password1"].help_text = PASSWORD_HELP
        self.calm()


class ChangePasswordForm(CalmFields, allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].help_text = PASSWORD_HELP
        self.calm()


class ChangeEmailForm(CalmFields, allauth_forms.AddEmailForm):
    """A verified address stays until the new one is verified; an unverified one (mistyped, perhaps) gives way at once."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calm()

    def save(self, request: HttpRequest) -> EmailAddress:
        address = super().save(request)
        actions.fill_email(user=self.user, email=address.email, request=request)
        return address


class ReauthenticateForm(CalmFields, allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.calm()


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=User.Language.choices)


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Name of the space"), max_length=150)


class MemberForm(forms.Form):
    contact = ContactField(label=_("E-mail or phone"))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.EDITOR)


class ContactForm(forms.Form):
    contact = ContactField(label=_("E-mail or phone"))


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)
