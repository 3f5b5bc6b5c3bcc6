"""Promo codes in Wagtail's admin: staff make them and see how often they were used."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.models import IndexView

from . import actions, balance_queries, queries
from .models import PromoCode, Tariff
from .money import from_tenge, to_tenge
from .price_admin import PriceViewSet


class PromoCodeForm(WagtailAdminModelForm):
    """A share or a sum in whole tenge, and for how long, how often and what it is good."""

    discount = forms.IntegerField(label=_("Sum, ₸"), min_value=1, max_value=1_000_000, required=False)
    tiers = forms.MultipleChoiceField(
        label=_("Only for these tiers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all tiers. A package has to be chosen."),
    )

    class Meta:
        model = PromoCode
        fields = ["code", "percent", "starts_at", "ends_at", "limit", "limit_per_workspace", "tiers", "is_active"]

    field_order = ["code", "percent", "discount"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tiers"].choices = [*Tariff.Code.choices[1:], *balance_queries.names_of_packages()]
        self.fields["code"].help_text = _("Latin letters and digits; capitals and small letters are the same.")
        self.fields["limit"].help_text = _("Empty: without a limit.")
        if self.instance.discount_tiyn:
            self.fields["discount"].initial = to_tenge(self.instance.discount_tiyn)

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip().upper()
        if not (code.isascii() and code.isalnum()):
            raise forms.ValidationError(_("Write Latin letters and digits only, without spaces."))
        if PromoCode.objects.filter(code=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is such a code already."))
        return code

    def clean_percent(self) -> int | None:
        percent: int | None = self.cleaned_data["percent"]
        if percent is not None and not 1 <= percent <= 100:
            raise forms.ValidationError(_("From 1 to 100."))
        return percent

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and (cleaned.get("percent") is None) == (cleaned.get("discount") is None):
            self.add_error("percent", _("Write a share or a sum, one of the two."))
        if cleaned.get("starts_at") and cleaned.get("ends_at") and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends_at", _("The end comes before the beginning."))
        discount = cleaned.get("discount")
        self.instance.discount_tiyn = from_tenge(discount) if discount else None
        return cleaned

    def save(self, commit: bool = True) -> PromoCode:
        promo = super().save(commit=False)
        return actions.save_promo(promo=promo, by=self.for_user) if commit else promo


class PromoCodeIndexView(IndexView):
    """The codes with how often each was used: one query for all."""

    def get_base_queryset(self) -> QuerySet[PromoCode]:
        return queries.promo_codes()


class PromoCodeViewSet(PriceViewSet):
    model = PromoCode
    form = PromoCodeForm
    index_view_class = PromoCodeIndexView
    url_prefix = "promo-codes"
    url_namespace = "promo_codes"
    menu_label = _("Promo codes")
    list_display: ClassVar[list[str | Column]] = [
        "code",
        "words",
        Column("uses", label=_("Used"), accessor="uses"),
        "limit",
        "ends_at",
        "is_active",
    ]


@hooks.register("register_admin_viewset")
def add_promo_codes() -> PromoCodeViewSet:
    return PromoCodeViewSet("promo_codes")
