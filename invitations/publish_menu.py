"""Publishing in Wagtail's page editor: where the page is not paid for, its button says what it costs and leads to paying."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from accounts import access as accounts_access
from payments import balance_queries
from payments import queries as payment_queries
from payments.money import format_money

from . import payables, publishing, readiness
from .models import InvitationPage


class PayAndPublishMenuItem(ActionMenuItem):
    """Saves the draft and goes on to the publish screen."""

    name = "action-pay"
    icon_name = "upload"
    order = 0

    def __init__(self, page: InvitationPage) -> None:
        super().__init__()
        self.page = page

    @cached_property
    def label(self) -> str:
        tariff = payment_queries.tariff(publishing.required_tier(self.page))
        reference = payables.reference_of(self.page.invitation)
        if balance_queries.units_left(self.page.invitation.workspace_id, tariff.code):
            return _("Publish from the balance")
        price = format_money(payment_queries.amount_due(reference=reference, tariff=tariff))
        if payment_queries.live_payment(reference, tariff.code):
            return _("Go on to the payment · %(price)s") % {"price": price}
        return _("Pay and publish · %(price)s") % {"price": price}


@hooks.register("construct_page_action_menu", order=1100)
def offer_to_pay(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """In place of "Publish", for whoever could publish if it were paid."""
    page = context.get("page")
    if context["view"] != "edit" or not isinstance(page, InvitationPage) or page.invitation is None:
        return
    may_pay = accounts_access.can(request.user, page.invitation.workspace_id, "publish") and page.invitation.archived_at is None
    if may_pay and not publishing.may_be_live(page):
        menu_items.insert(0, PayAndPublishMenuItem(page))


@hooks.register("after_edit_page")
def go_on_to_pay(request: HttpRequest, page: Any) -> HttpResponse | None:
    if isinstance(page, InvitationPage) and "action-pay" in request.POST:
        return redirect("celebrations:publish", page.invitation_id)
    return None


@hooks.register("before_publish_page")
def keep_what_is_not_ready(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What lacks something stays a draft, as in `actions.publish`; guests see what they saw, and the next screen says what is missing."""
    if not isinstance(page, InvitationPage) or page.invitation is None or readiness.is_ready(page):
        return None
    messages.error(request, _("The invitation is not ready yet. See what is missing."))
    return redirect("celebrations:publish", page.invitation_id)


@hooks.register("after_publish_page")
def show_the_address(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The first time, the organizer wants to know where it is."""
    if isinstance(page, InvitationPage) and page.live and page.first_published_at == page.last_published_at:
        return redirect("celebrations:publish", page.invitation_id)
    return None
