"""The cloned database behaves like a migrated one, after tests with real transactions too."""

import pytest
from wagtail.models import Page, Site


@pytest.mark.django_db
def test_clone_holds_what_the_migrations_made():
    assert Site.objects.filter(is_default_site=True).exists()


@pytest.mark.django_db(transaction=True)
def test_real_transactions_may_empty_the_tables():
    Page.objects.all().delete()
    assert not Site.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_next_test_finds_them_filled_again():
    assert Site.objects.filter(is_default_site=True).exists()
