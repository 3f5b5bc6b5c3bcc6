"""What a gateway's word does to a payment: pure, so that every pair of states can be tested."""

from dataclasses import dataclass

from .gateways import Evidence, Outcome
from .models import GatewayEvent, Payment

State, Verdict = Payment.State, GatewayEvent.Verdict

STATE_OF = {outcome: State(outcome.value) for outcome in Outcome if outcome is not Outcome.UNKNOWN}
ENDINGS = {State.COMPLETED, State.FAILED, State.EXPIRED, State.CANCELLED}
NEXT: dict[str, set[str]] = {
    State.CREATED: {State.CREATE_UNKNOWN, State.PENDING, State.SCANNED, *ENDINGS},
    State.CREATE_UNKNOWN: {State.PENDING, State.SCANNED, *ENDINGS},
    State.PENDING: {State.SCANNED, *ENDINGS},
    State.SCANNED: ENDINGS,
    # Late money is honoured, but only on the gateway's own word.
    State.FAILED: {State.COMPLETED},
    State.EXPIRED: {State.COMPLETED},
    State.CANCELLED: {State.COMPLETED},
    State.COMPLETED: {State.PARTIALLY_REFUNDED, State.REFUNDED},
    State.PARTIALLY_REFUNDED: {State.REFUNDED},
    State.REFUNDED: set(),
}
# What a gateway cannot say of a payment it has called paid before without taking its word back.
UNPAID = {State.FAILED, State.EXPIRED, State.CANCELLED}
NEED_PROOF = {State.COMPLETED, State.PARTIALLY_REFUNDED, State.REFUNDED}


@dataclass(frozen=True, slots=True)
class Decision:
    verdict: str
    state: str | None = None
    attention: str = ""
    paid_tiyn: int = 0


def decide(payment: Payment, evidence: Evidence) -> Decision:
    """The next state, or why there is none. A payment never goes back, and is never completed for less than it asks."""
    state = STATE_OF.get(evidence.outcome)
    if state is None:
        return Decision(Verdict.UNKNOWN_STATUS, attention=Payment.Attention.UNKNOWN_STATUS)
    if state == payment.state:
        return Decision(Verdict.NO_CHANGE)
    if state not in NEXT[payment.state]:
        is_taken_back = payment.is_paid and state in UNPAID and evidence.is_authoritative
        return Decision(Verdict.REGRESSION, attention=Payment.Attention.TAKEN_BACK if is_taken_back else "")
    if state in NEED_PROOF and not evidence.is_authoritative:
        return Decision(Verdict.UNPROVEN)
    return _completed(payment, evidence) if state == State.COMPLETED else Decision(Verdict.APPLIED, state)


def _completed(payment: Payment, evidence: Evidence) -> Decision:
    # A gateway that names no sum was told it by us: the code carried it.
    paid = payment.amount_tiyn if evidence.amount_tiyn is None else evidence.amount_tiyn
    if paid < payment.amount_tiyn or (evidence.currency or payment.currency) != payment.currency:
        return Decision(Verdict.UNDERPAID, attention=Payment.Attention.UNDERPAID)
    attention = Payment.Attention.OVERPAID if paid > payment.amount_tiyn else ""
    return Decision(Verdict.APPLIED, State.COMPLETED, attention, paid)
