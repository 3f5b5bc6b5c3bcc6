"""What changes a celebration, from below its screens."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry

from accounts.models import AuditEntry
from invitations import actions, queries
from invitations.models import Invitation, InvitationPage, TemplatePage, Theme
from tests.factories.accounts import StaffFactory
from tests.factories.invitations import PALETTE, ThemeFactory, make_gallery, make_invitation, make_template

pytestmark = pytest.mark.django_db


def test_facts_are_copied_once_and_leave_a_trail(people):
    page = make_invitation(people.workspace)
    assert actions.copy_facts(page=page) is False
    page.venue_kk = "Тойхана"
    assert actions.copy_facts(page=page, by=people.host) is True
    entry = AuditEntry.objects.filter(action="invitation.facts").first()
    assert entry.after == {"place_kk": "Тойхана, Алматы қ., Достық даңғылы, 132"}
    assert entry.actor_id == people.host.pk


def test_theme_in_use_gets_a_new_version_and_its_pages_keep_the_old_one(people):
    theme = ThemeFactory()
    page = make_invitation(people.workspace, template=make_template(theme=theme), is_published=True)
    staff = StaffFactory()
    changed = actions.revise_theme(theme=theme, by=staff, changes={"palette": {**PALETTE, "accent": "#004d40"}})
    assert (changed.version, changed.is_current) == (2, True)
    worn = InvitationPage.objects.get(pk=page.pk).theme
    assert (worn.version, worn.is_current, worn.palette["accent"]) == (1, False, PALETTE["accent"])


def test_theme_nobody_wears_is_changed_in_place():
    theme = ThemeFactory()
    assert actions.revise_theme(theme=theme, by=StaffFactory(), changes={"name_kk": "Жаңа"}).pk == theme.pk
    assert Theme.objects.filter(key=theme.key).count() == 1


def test_theme_that_cannot_be_read_is_refused():
    theme = ThemeFactory()
    with pytest.raises(ValidationError):
        actions.revise_theme(theme=theme, by=StaffFactory(), changes={"palette": {**PALETTE, "ink": "#eeeeee"}})


def test_published_invitation_keeps_its_sections_when_its_template_changes(client, people):
    template = make_template()
    page = make_invitation(people.workspace, template=template, is_published=True)
    template.body = []
    template.save_revision().publish()
    assert "Тойымызға келіңіз!" in client.get(f"/kk/e/{page.event_slug}/").content.decode()


def test_lists_of_a_template_arrive_whole_and_with_identities_of_their_own(people):
    programme = {"lines": [{"time": "18:00", "title": {"kk": "Қонақтарды қарсы алу", "ru": ""}}]}
    dress = {"colours": ["#f3e3d3", "#a4402c"]}
    template = make_template(body=[("programme", programme), ("dress", dress)])
    page = InvitationPage.objects.get(pk=make_invitation(people.workspace, template=template).pk)
    sections = {section.block_type: section for section in page.body}
    assert [line["time"] for line in sections["programme"].value["lines"]] == ["18:00"]
    assert list(sections["dress"].value["colours"]) == dress["colours"]
    theirs = {child["id"] for child in TemplatePage.objects.get(pk=template.pk).body.get_prep_value()}
    assert theirs.isdisjoint(child["id"] for child in page.body.get_prep_value())


def test_number_of_a_sample_does_not_reach_a_family(people):
    gift = {
        "receiver": "Гүлнар С.",
        "number": "+7 701 234 56 78",
        "link": "https://pay.kaspi.kz/pay/x",
        "text": {"kk": "Рақмет!", "ru": ""},
    }
    template = make_template(body=[("gift", gift)])
    page = InvitationPage.objects.get(pk=make_invitation(people.workspace, template=template).pk)
    value = page.body[0].value
    assert (value["receiver"], value["number"], value["link"], value["text"]["kk"]) == ("", "", "", "Рақмет!")


def test_other_languages_of_a_template_follow_what_it_is_made_of():
    make_gallery("ru")
    template = make_template(tier="free")
    russian = template.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    template.tier = "premium"
    template.save_revision().publish()
    assert TemplatePage.objects.get(pk=russian.pk).tier == "premium"


def test_log_of_autosave_is_thinned_to_the_newest(people):
    page = make_invitation(people.workspace)
    for _ in range(3):
        PageLogEntry.objects.log_action(instance=page, action="wagtail.edit")
    newest = PageLogEntry.objects.filter(action="wagtail.edit").latest("pk")
    PageLogEntry.objects.filter(action="wagtail.edit").update(timestamp=timezone.now() - timedelta(hours=2))
    assert actions.forget_edits() == 2
    assert list(PageLogEntry.objects.filter(action="wagtail.edit", page=page.pk)) == [newest]


def test_archive_is_written_once(people):
    invitation = make_invitation(people.workspace).invitation
    actions.archive(invitation=invitation, by=people.host)
    actions.archive(invitation=invitation, by=people.host)
    assert AuditEntry.objects.filter(action="invitation.archive").count() == 1
    actions.archive(invitation=invitation, by=people.host, is_archived=False)
    assert Invitation.objects.get(pk=invitation.pk).archived_at is None


def test_families_with_the_same_names_at_the_same_moment_both_get_an_address(people, monkeypatch):
    template = make_template()
    first = make_invitation(people.workspace, template=template)
    monkeypatch.setattr(queries, "is_address_free", lambda slug, **kwargs: True)
    second = make_invitation(people.strange_workspace, template=template)
    assert second.event_slug.startswith(f"{first.event_slug}-")
