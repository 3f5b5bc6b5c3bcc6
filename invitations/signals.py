"""What this app tells those above it. Each is sent by one action, inside its transaction."""

from django.dispatch import Signal

# invitation: a celebration was made; its page exists as a draft.
invitation_created = Signal()

# invitation, before: its facts (title, moment, place, last day to answer …) are now those of its page; `before` holds the old ones.
facts_changed = Signal()

# invitation, former: it has a new address; `former` sends on to it when it had been published.
address_changed = Signal()

# invitation: it takes no more answers and shows itself as past; or it was brought back (`invitation.archived_at` is None).
invitation_archived = Signal()
