"""What the screens of prices, packages and promo codes in Wagtail's settings have in common."""

from typing import Any, ClassVar

from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet


class PriceViewSet(ModelViewSet):
    """A list in the settings whose rows are made and changed by `form`, which calls an action: none is copied or merely looked at."""

    form: ClassVar[type[WagtailAdminModelForm]]
    icon = "tag"
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display: ClassVar[list[str | Column]]
    list_filter: ClassVar[list[str]] = []

    def get_form_class(self, for_update: bool = False) -> Any:
        return self.form
