"""The admin's look."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def add_brand_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("insert_global_admin_js")
def add_date_choosers() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("cms/date_chooser.js"))
