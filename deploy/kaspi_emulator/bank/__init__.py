"""The bank itself: a state machine without sockets. `Bank` is its front; time and chance come from outside."""

from deploy.kaspi_emulator.bank.desk import Bank

__all__ = ["Bank"]
