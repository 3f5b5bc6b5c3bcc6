"""How often those who pay may ask."""

from accounts.limits import HOUR, Limit

ATTEMPTS_BY_A_LINK = Limit("payer-link-attempts", 30, HOUR)
# A page that waits asks 1 200 times an hour, and a family may sit behind one address.
LOOKS_FROM_AN_ADDRESS = Limit("payer-link-looks", 6_000, HOUR)
WRONG_LINKS_FROM_AN_ADDRESS = Limit("payer-link-wrong", 100, HOUR)
# Codes are typed by people; a machine that guesses is stopped.
PROMO_CODES_BY_A_PERSON = Limit("promo-codes", 20, HOUR)
# Each of them is a purchase at the bank, and an invoice is a message on somebody's phone.
ATTEMPTS_OF_A_WORKSPACE = Limit("payment-attempts", 60, HOUR)
INVOICES_OF_A_WORKSPACE = Limit("payment-invoices", 10, HOUR)
