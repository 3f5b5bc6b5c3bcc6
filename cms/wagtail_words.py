"""Words of Wagtail that no catalogue reaches: labels made from field names, and English grammar in Python."""

from django.utils.translation import gettext, gettext_lazy
from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator

LINK_LABELS = {
    "link_text": gettext_lazy("Link text"),
    "email_address": gettext_lazy("Email address"),
    "phone_number": gettext_lazy("Phone number"),
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Message"),
}
LINK_FORMS = (
    choosers.ExternalLinkChooserForm,
    choosers.AnchorLinkChooserForm,
    choosers.EmailLinkChooserForm,
    choosers.PhoneLinkChooserForm,
)


def put_right() -> None:
    """Give the words a translation; called once, when the app is ready."""
    for form in LINK_FORMS:
        for name, field in form.base_fields.items():
            field.label = LINK_LABELS.get(name, field.label)
    WagtailPaginator.items_count_label = property(_items_count)


def _items_count(paginator: WagtailPaginator) -> str:
    """Wagtail says "5 pages" by adding an English plural to a number; this fits every language."""
    return gettext("Total: %(count)s") % {"count": paginator.count}
