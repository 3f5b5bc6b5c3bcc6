"""What payments say to the apps above. Each is sent once per change, inside its transaction; receivers must be idempotent."""

from django.dispatch import Signal

# payment: the Payment, just completed and locked. Sent by `actions.apply_event`, also for one that entitles to nothing
# (`payment.is_entitling` is False, `payment.attention` says why) and whose money goes back.
payment_completed = Signal()

# payment: the Payment that has entitled until now; a dearer tier, begun before it was paid, is paid whole, and its money goes back
# (attention `twice`). Sent by `actions.covering`, once, after the dearer one's `payment_completed`.
payment_covered = Signal()

# spent: the BalanceEntry by which a unit was spent; it is back in the balance, for the same reason. Sent by `actions.covering`, once.
unit_returned = Signal()

# payment: the Payment that waited because what it was paid on top of is gone; what was missing is paid, and it counts again. Sent by
# `actions.mending`, each time its waiting ends, after what was paid just now has been told of.
payment_mended = Signal()

# payment: the Payment, now refunded in full. Sent by `actions.apply_event` and by the action that settles a refund.
payment_refunded = Signal()

# payment: the Payment, of which less than its price is left. Sent as the one above, once per payment.
payment_partly_refunded = Signal()

# refund: the Refund, just made, its payment's state and units settled. Sent by the action that settles a refund, once.
refund_made = Signal()

# redemption: the PromoRedemption that covered all that was due, by: the person. Sent by `actions.pay_with_promo`, once.
promo_covered = Signal()

# proof: the TransferProof, just refused with its reason. Sent by `actions.refuse_proof`, once. An approved one completes its payment.
proof_refused = Signal()

# alert: the Alert just written. Sent by `actions.alerting`, once per subject and kind, for whoever tells staff.
person_needed = Signal()
