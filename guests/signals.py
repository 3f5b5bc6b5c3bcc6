"""What the app above may hear from guests."""

from django.dispatch import Signal

# Sent by `actions.give_answer` inside its transaction each time a party answers or changes its answer.
# Arguments: `answer` (guests.models.Answer, saved), `is_first` (bool: it had not answered before).
answer_given = Signal()
