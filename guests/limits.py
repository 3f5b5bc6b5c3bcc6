"""How often guests may ask: generous to a family behind one address, a wall to machines."""

from accounts.limits import HOUR, Limit

ANSWERS_OF_A_PARTY = Limit("answers-party", 30, HOUR)
ANSWERS_OF_A_CELEBRATION = Limit("answers-celebration", 3_000, HOUR)
ANSWERS_FROM_AN_ADDRESS = Limit("answers-address", 600, HOUR)
NEWCOMERS_FROM_AN_ADDRESS = Limit("newcomers-address", 100, HOUR)
WRONG_LINKS_FROM_AN_ADDRESS = Limit("wrong-links-address", 200, HOUR)
