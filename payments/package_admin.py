"""Packages of publications in Wagtail's admin: staff make them, name them, set their prices and cease to offer them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from . import actions, balance_queries
from .forms import TariffForm, coming_words
from .models import Package, Tariff
from .price_admin import PriceViewSet


class PackageForm(TariffForm):
    """As a tier's, with what the package holds; that cannot change once somebody may have paid for it."""

    units = forms.IntegerField(label=_("How many publications"), min_value=2, max_value=999)
    price = forms.IntegerField(label=_("Price, ₸"), min_value=1, max_value=10_000_000)

    class Meta(TariffForm.Meta):
        model = Package
        fields = ["tier", "units", "is_offered", *TariffForm.Meta.fields]

    field_order = ["tier", "units", "price", "starts_on", "is_offered"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].required = True
        for name in ("tier", "units"):
            self.fields[name].disabled = self.instance.pk is not None
        self.fields["is_offered"].help_text = _("Without it the package is shown nowhere; what was bought stays.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        tier, units = cleaned.get("tier"), cleaned.get("units")
        if self.instance.pk is None and tier and units and balance_queries.package_of(f"{tier}-{units}"):
            self.add_error("units", _("There is a package of so many publications of this tier already."))
        return cleaned

    def save(self, commit: bool = True) -> Tariff:
        if commit:
            actions.save_package(package=self.instance, by=self.for_user)
        return super().save(commit)


class PackagePolicy(ModelPermissionPolicy):
    """A package that was ever bought names its payments: it is no longer offered instead of deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


register_permission_policy(Package, PackagePolicy(Package))


class PackageViewSet(PriceViewSet):
    model = Package
    form = PackageForm
    url_prefix = "packages"
    url_namespace = "packages"
    menu_label = _("Packages")
    list_display: ClassVar[list[str | Column]] = [
        "name",
        "price",
        Column("coming", label=_("Next price"), accessor=coming_words),
        "is_offered",
    ]


@hooks.register("register_admin_viewset")
def add_packages() -> PackageViewSet:
    return PackageViewSet("packages")
