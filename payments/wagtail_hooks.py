"""What payments add to Wagtail's admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.models import IndexView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.wagtail_tenancy import allow
from accounts.wagtail_tenancy.screens import StaffMenuItem

from . import (
    balance_views,
    desk_views,
    package_admin,  # noqa: F401
    promo_admin,  # noqa: F401
    queries,
    reconciling_views,
    return_views,
    views,
)
from . import transfer_views as transfers
from .forms import TariffForm, coming_words
from .models import Tariff
from .price_admin import PriceViewSet

FOR_ORGANIZERS = [
    path("", views.payment_list, name="list"),
    path("balance/", balance_views.balance_home, name="my_balance"),
    path("balance/<int:pk>/", balance_views.balance_show, name="balance"),
    path("balance/<int:pk>/buy/", balance_views.package_buy, name="buy_package"),
    path("transfers/<int:pk>/file/", transfers.transfer_file, name="transfer_file"),
    path("<slug:our_reference>/transfer/", transfers.transfer_send, name="transfer_send"),
    path("<slug:our_reference>/", views.payment_show, name="show"),
    path("<slug:our_reference>/state/", views.payment_state, name="state"),
    path("<slug:our_reference>/code.svg", views.payment_code, name="code"),
    path("<slug:our_reference>/renew/", views.payment_renew, name="renew"),
    path("<slug:our_reference>/promo/", views.payment_promo, name="promo"),
    path("<slug:our_reference>/payer-link/", views.payer_link, name="payer_link"),
    path("<slug:our_reference>/cancel/", views.payment_cancel, name="cancel"),
    path("<slug:our_reference>/receipt/", views.payment_receipt, name="receipt"),
    path("<slug:our_reference>/receipt.pdf", views.payment_receipt_pdf, name="receipt_pdf"),
]
FOR_STAFF = [
    path("desk/findings/", reconciling_views.finding_list, name="findings"),
    path("desk/findings/reconcile/", reconciling_views.reconcile, name="reconcile"),
    path("desk/findings/statement/", reconciling_views.statement_import, name="import_statement"),
    path("desk/findings/<int:pk>/close/", reconciling_views.finding_close, name="close_finding"),
    path("transfers/", transfers.transfer_queue, name="transfers"),
    path("transfers/<int:pk>/approve/", transfers.transfer_approve, name="transfer_approve"),
    path("transfers/<int:pk>/refuse/", transfers.transfer_refuse, name="transfer_refuse"),
    path("desk/balances/", balance_views.balance_list, name="balances"),
    path("balance/<int:pk>/correct/", balance_views.balance_correct, name="correct_balance"),
    path("desk/gateways/", desk_views.gateway_list, name="gateways"),
    path("desk/totals/", desk_views.totals_show, name="totals"),
    path("<slug:our_reference>/story/", desk_views.payment_story, name="story"),
    path("<slug:our_reference>/refund/", desk_views.payment_refund, name="refund"),
    path("<slug:our_reference>/refund/send/", desk_views.refund_send, name="send_refund"),
    path("refunds/<int:pk>/confirm/", desk_views.refund_confirm, name="confirm_refund"),
    path("refunds/<int:pk>/again/", desk_views.refund_again, name="refund_again"),
    path("refunds/<int:pk>/return/", return_views.return_start, name="start_return"),
    path("returns/<int:pk>/", return_views.return_show, name="return"),
    path("returns/<int:pk>/state/", return_views.return_state, name="return_state"),
    path("returns/<int:pk>/code.svg", return_views.return_code, name="return_code"),
    path("returns/<int:pk>/confirm/", return_views.return_confirm, name="confirm_return"),
]

allow(*(f"payments:{pattern.name}" for pattern in FOR_ORGANIZERS))


@hooks.register("register_admin_urls")
def add_payments() -> list[URLPattern | URLResolver]:
    return [path("payments/", include(([*FOR_STAFF, *FOR_ORGANIZERS], "payments")))]


@hooks.register("register_admin_menu_item")
def add_menu_item() -> MenuItem:
    return MenuItem(_("Payments"), reverse_lazy("payments:list"), name="payments", icon_name="form", order=300)


@hooks.register("register_admin_menu_item")
def add_transfers() -> MenuItem:
    return StaffMenuItem(_("Transfers"), reverse_lazy("payments:transfers"), name="transfers", icon_name="doc-full", order=301)


class TariffPolicy(ModelPermissionPolicy):
    """Tiers are the product's own: their words and prices change, their number does not."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


register_permission_policy(Tariff, TariffPolicy(Tariff))


class TariffIndexView(IndexView):
    """Tiers only; packages have a screen of their own."""

    def get_base_queryset(self) -> QuerySet[Tariff]:
        return queries.tariffs()


class TariffViewSet(PriceViewSet):
    model = Tariff
    form = TariffForm
    index_view_class = TariffIndexView
    url_prefix = "prices"
    url_namespace = "tariffs"
    menu_label = _("Prices")
    list_display: ClassVar[list[str | Column]] = ["name", "code", "price", Column("coming", label=_("Next price"), accessor=coming_words)]


@hooks.register("register_admin_viewset")
def add_tariffs() -> TariffViewSet:
    return TariffViewSet("tariffs")
