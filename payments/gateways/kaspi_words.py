"""What a payer reads who pays in the Kaspi app, whichever of our gateways it is asked through."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .contract import Channel, Words

NAME = "Kaspi"
CODE: tuple[str | Promise, ...] = (
    gettext_lazy("Open the Kaspi app on your phone and choose Kaspi QR."),
    gettext_lazy("Point the camera at the code."),
    gettext_lazy("Check the sum and confirm. Keep this page open: it sees the payment by itself."),
)
LINK: tuple[str | Promise, ...] = (
    gettext_lazy("Press “Open Kaspi”: the app opens with the sum."),
    gettext_lazy("Check the sum and confirm the payment."),
    gettext_lazy("Come back to this page: it sees the payment by itself."),
)
INVOICE: tuple[str | Promise, ...] = (
    gettext_lazy("The invoice comes to the Kaspi app of the number you named."),
    gettext_lazy("Check the sum and confirm the payment."),
    gettext_lazy("Keep this page open: it sees the payment by itself."),
)
KNOWN = {
    Channel.INVOICE: Words(
        NAME,
        label=gettext_lazy("Invoice in the Kaspi app"),
        hint=gettext_lazy("We send it to the phone number you name"),
        lead=gettext_lazy("The invoice is in the Kaspi app on your phone. When you have paid it, come back and check."),
        steps=INVOICE,
    ),
    Channel.PAGE: Words(
        NAME,
        label=gettext_lazy("Kaspi payment page"),
        hint=gettext_lazy("Opens in the browser"),
        lead=gettext_lazy("Scan the code with the Kaspi app on your phone:"),
        open=gettext_lazy("Open Kaspi"),
        steps=CODE,
    ),
}


def words_of(channel: Channel) -> Words:
    """What is said of this channel."""
    if channel is Channel.NUMBER:
        return _by_number()
    if channel is Channel.TRANSFER:
        return _by_transfer()
    return KNOWN.get(channel) or Words(
        NAME,
        label=_("Kaspi QR"),
        hint=_("By the Kaspi app, at once"),
        lead=_("Scan the code with the Kaspi app on your phone:"),
        open=_("Open Kaspi"),
        steps=LINK if channel is Channel.LINK else CODE,
    )


def _by_number() -> Words:
    lead = _("Open the Kaspi app, go to “Payments” and look for “%(name)s”.") % {"name": settings.KASPI_BILLER_NAME}
    return Words(NAME, label=_("By number in the Kaspi app"), hint=_("You type it under Payments"), lead=lead)


def _by_transfer() -> Words:
    return Words(
        NAME,
        label=_("Kaspi transfer with a receipt"),
        hint=_("We look at the receipt, which takes a while"),
        lead=_("Kaspi shows the name %(name)s.") % {"name": settings.KASPI_TRANSFER_NAME},
        to=settings.KASPI_TRANSFER_PHONE,
    )
