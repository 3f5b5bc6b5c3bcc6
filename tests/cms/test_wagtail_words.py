import pytest
from django.utils.functional import Promise
from wagtail.admin.paginator import WagtailPaginator

from cms.wagtail_words import LINK_FORMS


@pytest.mark.parametrize("form", LINK_FORMS)
def test_label_of_a_link_is_in_the_readers_language(form: type):
    plain = [name for name, field in form().fields.items() if not isinstance(field.label, Promise)]
    assert plain in ([], ["url"])  # the label of an anchor is "#"


def test_number_of_items_has_no_plural_to_decline():
    assert WagtailPaginator([1, 2, 3], 2).items_count_label.endswith(": 3")
