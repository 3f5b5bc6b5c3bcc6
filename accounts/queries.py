"""Who has this address or number."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef, Q

from .contacts import Contact
from .models import User

# An address may be on several accounts until one verifies it; more than these nobody has in earnest.
MOST = 5


def people_with(contact: Contact) -> list[User]:
    """Active accounts with this e-mail address or phone: the one that verified the address first, then who was here last.

    So accounts that somebody made with another's address, and left, never stand before the account its owner uses.
    """
    lately = (F("last_login").desc(nulls_last=True), "date_joined")
    if contact.phone:
        found = User.objects.filter(phone=contact.phone).order_by(*lately)
    else:
        addresses = EmailAddress.objects.filter(user=OuterRef("pk"), email=contact.email)
        found = (
            User.objects.annotate(is_verified=Exists(addresses.filter(verified=True)))
            .filter(Q(email=contact.email) | Exists(addresses))
            .order_by("-is_verified", *lately)
        )
    return list(found.filter(is_active=True)[:MOST])


def is_verified(user: User, email: str) -> bool:
    """Whether the person showed that this mailbox is theirs."""
    return EmailAddress.objects.filter(user=user, email=email, verified=True).exists()
