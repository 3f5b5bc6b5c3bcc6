"""The staff's screens of themes."""

import pytest

from invitations.models import Theme
from invitations.theme_admin import COLOUR
from tests.factories.accounts import StaffFactory, make_people
from tests.factories.invitations import PALETTE, ThemeFactory, make_template

pytestmark = pytest.mark.django_db


def form_of(theme, **changes):
    names = ("key", "name_kk", "name_ru", "name_en", "tier", "layout", "display_face", "text_face", "ornament", "motion")
    typed = {name: getattr(theme, name) for name in names}
    return {**typed, **{COLOUR + token: colour for token, colour in PALETTE.items()}, **changes}


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())
    return client


def test_staff_change_a_theme_in_use_into_a_new_version(staff):
    theme = make_template().theme
    response = staff.post(f"/admin/themes/edit/{theme.pk}/", form_of(theme, **{COLOUR + "accent": "#004d40"}))
    assert response.status_code == 302
    assert list(Theme.objects.filter(key=theme.key).order_by("version").values_list("version", "is_current")) == [(1, False), (2, True)]
    assert Theme.objects.get(key=theme.key, is_current=True).palette["accent"] == "#004d40"


def test_faint_text_is_refused_with_a_message(staff):
    theme = ThemeFactory()
    response = staff.post(f"/admin/themes/edit/{theme.pk}/", form_of(theme, **{COLOUR + "ink": "#eeeeee"}))
    assert response.status_code == 200
    assert "ink/ground" in str(response.context["form"].non_field_errors())
    assert Theme.objects.get(pk=theme.pk).palette == PALETTE


def test_new_theme_is_made(staff):
    response = staff.post("/admin/themes/new/", form_of(ThemeFactory(), key="kok-aspan"))
    assert response.status_code == 302
    assert Theme.objects.get(key="kok-aspan").version == 1


def test_preview_shows_the_sample_in_the_theme(staff):
    theme = ThemeFactory()
    assert f"/theme/{theme.pk}/" in staff.get(f"/admin/themes/preview/{theme.pk}/").content.decode()


def test_organizer_finds_no_themes(client):
    client.force_login(make_people().host)
    assert client.get("/admin/themes/", follow=True).status_code == 404
    assert client.get(f"/admin/themes/preview/{ThemeFactory().pk}/", follow=True).status_code == 404
