"""Sends nothing: the message stays readable in the outbox and the log says that it is there."""

import logging

from . import Outgoing, Sent

logger = logging.getLogger(__name__)


class ConsoleChannel:
    def send(self, outgoing: Outgoing) -> Sent:
        """Log the message's number only; addresses and texts are personal."""
        logger.info("message written to the outbox", extra={"message_number": outgoing.number})
        return Sent()
