from .contract import Issued, PermanentError, Sale


class NoRegister:
    """No register: the bank sends the fiscal receipt, as Kaspi Pay does for its merchants. Nothing is booked by us."""

    is_enabled = False

    def issue(self, sale: Sale) -> Issued:
        """Refuses: nobody may be told of a receipt that does not exist."""
        raise PermanentError("No fiscal register is configured.")
