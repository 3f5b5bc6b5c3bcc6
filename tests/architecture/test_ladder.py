"""import-linter sees imports; relations between models are strings that it does not see."""

import pytest
from django.apps import apps

RUNGS = {"accounts": 0, "payments": 1, "messaging": 1, "invitations": 2, "guests": 3, "cms": 9}


def _relations():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            is_own = getattr(field, "concrete", False) and not field.auto_created
            if is_own and isinstance(target, type) and model._meta.app_label in RUNGS and target._meta.app_label in RUNGS:
                yield field, model._meta.app_label, target._meta.app_label


def test_relations_between_models_go_down_the_ladder():
    upward = [f"{field} → {target}" for field, source, target in _relations() if source != target and RUNGS[source] <= RUNGS[target]]
    assert upward == []


def test_relations_are_found():
    assert {("guests", "invitations"), ("guests", "accounts"), ("invitations", "accounts")} <= {pair[1:] for pair in _relations()}


@pytest.mark.parametrize("app", RUNGS)
def test_every_rung_is_installed(app):
    assert apps.is_installed(app)
