from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def mock_gateway_is_off(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Where a deployment is checked, nobody may pay with pretended money."""
    if not settings.KASPI_MOCK:
        return []
    return [Error("KASPI_MOCK lets invitations be published for pretended money.", hint="Unset KASPI_MOCK.", id="payments.E001")]
