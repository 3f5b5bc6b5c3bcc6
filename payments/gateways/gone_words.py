"""What a payer reads of a gateway that is missing from the settings: of those we ship their own words, of any other plain ones."""

from django.utils.translation import gettext as _

from . import kaspi_words
from .contract import Channel, Words

# Through these the payer pays in the Kaspi app, whether they are here or not.
IN_THE_KASPI_APP = frozenset({"kaspi_qr", "kaspi_biller", "apipay", "manual", "mock"})


def words_of(code: str, channel: Channel) -> Words:
    """Enough to pay what is still open there and to read a receipt; a code of ours is no word for a payer."""
    if code in IN_THE_KASPI_APP:
        return kaspi_words.words_of(channel)
    return Words(
        _("the bank"),
        label=_("Payment at the bank"),
        lead=_("Scan the code with the camera of your phone or in the bank’s app:"),
        open=_("To the bank’s page"),
    )
