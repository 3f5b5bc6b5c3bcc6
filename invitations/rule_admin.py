"""The staff's form of the rule for refunds: Wagtail's own settings screen, saved by our action."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from . import withdrawing
from .models import RefundRule


class RefundRuleForm(WagtailAdminModelForm):
    class Meta:
        model = RefundRule
        fields = ["whole", "part", "hours"]

    def save(self, commit: bool = True) -> RefundRule:
        changes: dict[str, Any] = {name: self.cleaned_data[name] for name in self.changed_data}
        return withdrawing.set_refund_rule(changes=changes, by=self.for_user)


# The model cannot name a form that is made of it.
RefundRule.base_form_class = RefundRuleForm
