"""How staff help somebody back in whose account has no e-mail address."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import access, actions
from .contacts import Contact
from .forms import ContactForm
from .models import User


@never_cache
@require_http_methods(["GET", "POST"])
def way_back(request: HttpRequest) -> HttpResponse:
    """The accounts with an e-mail or phone, and for one of them a link that sets a new password, shown once."""
    asked = request.POST if request.method == "POST" else request.GET
    form = ContactForm(asked if "contact" in asked else None)
    people = access.people_to_help(request.user, form.cleaned_data["contact"] if form.is_valid() else Contact())
    context = {"form": form, "people": people, "is_asked": form.is_bound and form.is_valid()}
    chosen = next((person for person in people if str(person.pk) == request.POST.get("person")), None)
    if chosen is not None:
        context |= {"chosen": chosen, "link": _link(request, chosen)}
    return render(request, "accounts/way_back.html", context)


def _link(request: HttpRequest, person: User) -> str:
    try:
        return actions.make_way_back(user=person, by=request.user, request=request)
    except PermissionDenied:
        messages.error(request, _("The account of a colleague is helped by an administrator only."))
        return ""
