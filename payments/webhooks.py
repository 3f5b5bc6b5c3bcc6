"""Where gateways' messages come in."""

import hashlib
import logging
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.row_security import staff_scope

from . import actions, gateways

logger = logging.getLogger(__name__)
LONGEST = 64 * 1024


@csrf_exempt
@require_POST
def receive(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway's message: 200 when it was understood, 401 when it is not proven to be theirs; there is no unsigned way in."""
    if len(request.body) > LONGEST:
        return HttpResponse(status=413)
    return HttpResponse(status=take(gateway, request.body, request.headers, request.GET))


@csrf_exempt
@require_POST
def receive_for_kaspi(request: HttpRequest) -> HttpResponse:
    """The same under the name of the bank, for the gateway that takes new payments here; 404 where that one signs nothing."""
    try:
        gateway = gateways.active()
    except gateways.NoGatewayError as error:
        raise Http404 from error
    return receive(request, gateway.code)


def take(code: str, body: bytes, headers: Mapping[str, str], query: Mapping[str, str] | None = None) -> int:
    """Verify and apply a message; returns the HTTP status to answer with. Http404 for a gateway without signed messages."""
    try:
        gateway = gateways.get(code)
    except gateways.NoGatewayError as error:
        raise Http404 from error
    if not gateway.capabilities.has_signed_webhook:
        raise Http404
    digest = hashlib.sha256(body).hexdigest()
    try:
        evidence = gateway.parse_webhook(body, headers, query or {})
    except gateways.WebhookRefusedError:
        logger.warning("webhook refused", extra={"gateway": code, "sha256": digest})
        return 401
    except gateways.PermanentError:
        logger.error("webhook unreadable", extra={"gateway": code, "sha256": digest})
        return 400
    with staff_scope():
        actions.take_message(gateway=code, evidence=evidence)
    return 200
