"""Kaspi's side of the check/pay protocol: calls the merchant as the bank would, and is as strict with the answers."""

from deploy.kaspi_emulator.biller.caller import Biller, Report, Told

__all__ = ["Biller", "Report", "Told"]
