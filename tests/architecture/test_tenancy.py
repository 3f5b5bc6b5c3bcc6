"""Every row of the feature apps belongs to a workspace, or a reason is written here."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

from accounts.models import Workspace

FEATURES = ("payments", "messaging", "invitations", "guests")
BELONGS_TO_NOBODY = {
    "payments.GatewayEvent": "what a gateway sent is kept before we know whose payment it is about",
    "payments.Alert": "some are about a gateway as a whole",
    "payments.BillerCall": "what the bank's call was answered, also for an account of nobody's",
    "payments.Finding": "the bank speaks of payments we do not know",
    "payments.FindingNote": "is about a finding",
    "payments.Statement": "a bank's statement is about everybody's payments",
    "payments.PromoCode": "codes are staff's, good for all",
    "payments.Package": "the price list is staff's",
    "payments.Tariff": "the price list is staff's",
    "payments.TariffPrice": "the price list is staff's",
    "messaging.Message": "sign-up and password mails are written before there is a workspace",
    "invitations.RefundRule": "staff set it for everybody",
    "invitations.Theme": "looks are staff's, shared by all",
    "invitations.GalleryPage": "the gallery is staff's",
    "invitations.TemplatePage": "templates are staff's, shared by all",
}


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FEATURES]


def _leads_to_workspace(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    if model is Workspace:
        return True
    wanted = [field for field in model._meta.get_fields() if isinstance(field, ForeignKey) and not field.null]
    ahead = [field.related_model for field in wanted if field.related_model not in seen]
    return any(_leads_to_workspace(target, seen | {model}) for target in ahead if target._meta.app_label in {*FEATURES, "accounts"})


@pytest.mark.parametrize("model", _models(), ids=lambda model: model._meta.label)
def test_model_leads_to_a_workspace(model):
    # Invitation pages hang under their workspace's folder page.
    is_page = hasattr(model, "page_ptr") and model._meta.label not in BELONGS_TO_NOBODY
    assert is_page or model._meta.label in BELONGS_TO_NOBODY or _leads_to_workspace(model), (
        f"{model._meta.label} has no non-null path to Workspace"
    )


def test_exceptions_still_exist():
    assert set(BELONGS_TO_NOBODY) <= {model._meta.label for model in _models()}
