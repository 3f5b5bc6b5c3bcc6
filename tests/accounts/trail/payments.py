from functools import partial

from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone

from payments import actions, files, queries
from payments.gateways import Availability, Bought, Capabilities, Evidence, InboundPay, Opened, Outcome
from payments.models import Alert, CustomerReturn, Finding, FiscalReceipt, Package, Payment, PromoCode, Refund
from tests.accounts.trail import changes
from tests.factories.payments import decide, make_payment, pay


def told(payment, outcome=Outcome.COMPLETED):
    amount = payment.amount_tiyn
    return Evidence(outcome, payment.provider_payment_id, "told", is_authoritative=True, amount_tiyn=amount, currency="KZT")


@changes("payments.start_payment")
def _(people):
    tariff = queries.tariff("standard")
    return partial(actions.start_payment, workspace=people.workspace, reference="thing:1", tariff=tariff, by=people.host)


@changes("payments.renew")
def _(people):
    payment = make_payment(people.workspace)
    actions.apply_event(payment_id=payment.pk, evidence=told(payment, Outcome.EXPIRED), source="clock")
    return partial(actions.renew, payment=payment, by=people.host)


@changes("payments.open_at_gateway")
def _(people):
    tariff = queries.tariff("standard")
    payment = actions.start_payment(workspace=people.workspace, reference="thing:1", tariff=tariff, by=people.host)
    return partial(actions.open_at_gateway, payment_id=payment.pk)


@changes("payments.check_payment")
def _(people):
    payment = make_payment(people.workspace)
    decide(payment, "Processed")
    return partial(actions.check_payment, payment_id=payment.pk)


@changes("payments.apply_event")
def _(people):
    payment = make_payment(people.workspace)
    return partial(actions.apply_event, payment_id=payment.pk, evidence=told(payment), source="webhook")


@changes("payments.take_message")
def _(people):
    return partial(actions.take_message, gateway="mock", evidence=told(make_payment(people.workspace)))


@changes("payments.make_payer_link")
def _(people):
    return partial(actions.make_payer_link, payment=make_payment(people.workspace), by=people.host)


@changes("payments.revoke_payer_link")
def _(people):
    payment = make_payment(people.workspace)
    actions.make_payer_link(payment=payment, by=people.host)
    return partial(actions.revoke_payer_link, payment=payment, by=people.host)


@changes("payments.stop_paying")
def _(people):
    return partial(actions.stop_paying, reference=make_payment(people.workspace).reference, by=people.host)


@changes("payments.cancel")
def _(people):
    return partial(actions.cancel, payment=make_payment(people.workspace), by=people.host)


@changes("payments.pay_with_promo")
def _(people):
    PromoCode.objects.create(code="TOI", percent=100)
    tariff = queries.tariff("standard")
    return partial(actions.pay_with_promo, workspace=people.workspace, reference="thing:1", tariff=tariff, code="TOI", by=people.host)


@changes("payments.save_promo")
def _(people):
    return partial(actions.save_promo, promo=PromoCode(code="TOI", percent=10), by=people.host)


def gift(people, units=3):
    return partial(
        actions.correct_balance, workspace=people.workspace, tier="standard", units=units, note="Серіктестік үшін", by=people.host
    )


@changes("payments.buy_package")
def _(people):
    package = Package.objects.get(code="standard-10")
    return partial(actions.buy_package, workspace=people.workspace, package=package, by=people.host, return_path="/admin/")


@changes("payments.save_package")
def _(people):
    return partial(actions.save_package, package=Package(tier="premium", units=50, name_kk="50"), by=people.host)


@changes("payments.correct_balance")
def _(people):
    return gift(people)


@changes("payments.spend_unit")
def _(people):
    gift(people)()
    return partial(actions.spend_unit, workspace=people.workspace, tier="standard", reference="thing:1", by=people.host)


@changes("payments.set_price")
def _(people):
    return partial(actions.set_price, tariff=queries.tariff("standard"), amount_tiyn=399_000, by=people.host)


@changes("payments.refund")
def _(people):
    return partial(actions.refund, payment=pay(make_payment(people.workspace)), amount_tiyn=99_000, by=people.host)


def asked(people) -> Refund:
    return actions.refund(payment=pay(make_payment(people.workspace)), amount_tiyn=99_000, by=people.host)


@changes("payments.send_refund")
def _(people):
    return partial(actions.send_refund, refund_id=asked(people).pk)


@changes("payments.confirm_refund")
def _(people):
    refund = asked(people)
    Refund.objects.filter(pk=refund.pk).update(state=Refund.State.MANUAL)
    return partial(actions.confirm_refund, refund=refund, by=people.host)


@changes("payments.send_again")
def _(people):
    refund = asked(people)
    Refund.objects.filter(pk=refund.pk).update(state=Refund.State.MANUAL)
    return partial(actions.send_again, refund=refund, by=people.host)


class WithCustomers:
    """As the bank's r2: its codes come at once and are scanned at once, for any purchase."""

    capabilities = Capabilities(refund_needs_customer=True)

    def open_return(self) -> Opened:
        return Opened("7", "code", None)

    def is_customer_known(self, return_id: str) -> bool:
        return True

    def find_purchase(self, attempt, return_id: str) -> Bought:
        return Bought(attempt.amount_tiyn, None)


def returning(people, state="") -> tuple[CustomerReturn, override_settings]:
    refund = asked(people)
    Refund.objects.filter(pk=refund.pk).update(state=Refund.State.MANUAL)
    Payment.objects.filter(pk=refund.payment_id).update(gateway="with_customers")
    made = (
        CustomerReturn.objects.create(workspace=people.workspace, refund=refund, state=state, next_check_at=timezone.now())
        if state
        else refund
    )
    return made, override_settings(PAYMENT_GATEWAYS={"with_customers": f"{__name__}.WithCustomers"})


@changes("payments.start_return")
def _(people):
    refund, settings = returning(people)
    return settings(partial(actions.start_return, refund=Refund.objects.get(pk=refund.pk), by=people.host))


@changes("payments.open_return")
def _(people):
    made, settings = returning(people, "opening")
    return settings(partial(actions.open_return, return_id=made.pk))


@changes("payments.check_return")
def _(people):
    made, settings = returning(people, "open")
    return settings(partial(actions.check_return, return_id=made.pk))


@changes("payments.confirm_return")
def _(people):
    made, settings = returning(people, "known")
    return settings(partial(actions.confirm_return, customer_return=made, by=people.host))


@changes("payments.give_back_unused")
def _(people):
    return partial(actions.give_back_unused, payment=pay(make_payment(people.workspace)))


@changes("payments.take_pay")
def _(people):
    payment = make_payment(people.workspace, gateway_code="kaspi_biller", channel="number")
    return partial(
        actions.take_pay,
        gateway="kaspi_biller",
        pay=InboundPay("1", payment.account, 299_000, "KZT"),
        reply=lambda result, number: (b"", "text/plain"),
    )


STATEMENT = "Номер операции;Дата;Сумма\n77;01.11.2026;2990,00\n"


@changes("payments.import_statement")
def _(people):
    return partial(actions.import_statement, gateway="mock", name="statement.csv", content=STATEMENT.encode(), by=people.host)


@changes("payments.reconcile")
def _(people):
    Payment.objects.filter(pk=make_payment(people.workspace).pk).update(state="completed", completed_at=timezone.now(), paid_tiyn=299_000)
    return partial(actions.reconcile, by=people.host)


@changes("payments.close_finding")
def _(people):
    finding = Finding.objects.create(gateway="mock", kind="unproven", subject="mock:1")
    return partial(actions.close_finding, finding=finding, text="Түсіндік", by=people.host)


def receipt(people):
    """A payment by transfer, and a receipt for it."""
    payment = make_payment(people.workspace, gateway_code="manual", channel="transfer")
    return payment, files.look(ContentFile(b"%PDF-1.7 %%EOF"))


@changes("payments.send_proof")
def _(people):
    payment, looked = receipt(people)
    return partial(actions.send_proof, payment=payment, looked=looked, by=people.host)


@changes("payments.approve_proof")
def _(people):
    payment, looked = receipt(people)
    proof = actions.send_proof(payment=payment, looked=looked, by=people.host)
    return partial(actions.approve_proof, proof=proof, amount_tiyn=299_000, by=people.host)


@changes("payments.refuse_proof")
def _(people):
    payment, looked = receipt(people)
    proof = actions.send_proof(payment=payment, looked=looked, by=people.host)
    return partial(actions.refuse_proof, proof=proof, reason="no", by=people.host)


def sold(people) -> Payment:
    payment = pay(make_payment(people.workspace))
    Payment.objects.filter(pk=payment.pk).update(is_test=False)
    return Payment.objects.get(pk=payment.pk)


REGISTER = override_settings(FISCAL_REGISTER="tests.payments.registers.MemoryRegister")


@changes("payments.order_receipt")
def _(people):
    return REGISTER(partial(actions.order_receipt, payment=sold(people)))


@changes("payments.issue_receipt")
def _(people):
    receipt = FiscalReceipt.objects.create(workspace=people.workspace, payment=sold(people), amount_tiyn=299_000)
    return REGISTER(partial(actions.issue_receipt, receipt_id=receipt.pk))


@changes("payments.alert_about_payment")
def _(people):
    return partial(actions.alert_about_payment, payment=make_payment(people.workspace), kind=Alert.Kind.TWICE)


@changes("payments.alert_about_gateway")
def _(people):
    return partial(actions.alert_about_gateway, code="mock", kind=Alert.Kind.MISCONFIGURED, about="no key")


@changes("payments.alert_about_ending")
def _(people):
    return partial(actions.alert_about_ending, code="mock", days_left=3, reason="The certificate ends.")


@changes("payments.tell_of_endings")
def _(people):
    ending = {"ending": f"{__name__}.Ending"}
    return override_settings(PAYMENT_GATEWAYS=ending)(partial(actions.tell_of_endings))


class Ending:
    """A gateway with something that ends in three days."""

    code = "ending"

    def availability(self) -> Availability:
        return Availability(is_available=True, reason="The certificate ends.", days_left=3)
