from functools import partial

from wagtail.models import Locale

from invitations import actions, entitlements, payables, withdrawing
from invitations.models import InvitationPage
from payments import actions as payment_actions
from payments.models import PromoCode, PromoRedemption
from tests.accounts.trail import changes
from tests.factories.invitations import FACTS, NAMES, ThemeFactory, make_gallery, make_invitation, make_template
from tests.factories.payments import make_payment, pay


def grant(page, **values):
    return entitlements.grant(invitation=page.invitation, **{"tier": "premium", "source": "staff", **values})


@changes("invitations.create_default_templates")
def _(people):
    return actions.create_default_templates


@changes("invitations.create_from_template")
def _(people):
    facts = {**NAMES["pair"], **FACTS}
    return partial(actions.create_from_template, template=make_template(), workspace=people.workspace, by=people.host, facts=facts)


@changes("invitations.give_invitation")
def _(people):
    return partial(actions.give_invitation, page=make_invitation(people.workspace))


@changes("invitations.copy_facts")
def _(people):
    page = make_invitation(people.workspace)
    page.venue_kk = "Үйде"
    return partial(actions.copy_facts, page=page, by=people.host)


@changes("invitations.change_address")
def _(people):
    invitation = make_invitation(people.workspace).invitation
    return partial(actions.change_address, invitation=invitation, slug="nurlan-toi", by=people.host)


@changes("invitations.publish")
def _(people):
    page = make_invitation(people.workspace)
    grant(page)
    return partial(actions.publish, page=page, by=people.host)


@changes("invitations.sync_template")
def _(people):
    make_gallery("ru")
    template = make_template(tier="free")
    template.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    template.tier = "premium"
    return partial(actions.sync_template, template=template, by=people.host)


@changes("invitations.open_answers")
def _(people):
    return partial(actions.open_answers, invitation=make_invitation(people.workspace).invitation, is_open=True, by=people.host)


@changes("invitations.archive")
def _(people):
    return partial(actions.archive, invitation=make_invitation(people.workspace).invitation, by=people.host)


@changes("invitations.revise_theme")
def _(people):
    return partial(actions.revise_theme, theme=ThemeFactory(), changes={"name_kk": "Көк аспан"}, by=people.host)


@changes("invitations.grant")
def _(people):
    page = make_invitation(people.workspace)
    return partial(entitlements.grant, invitation=page.invitation, tier="premium", source="staff", by=people.host)


@changes("invitations.revoke")
def _(people):
    return partial(entitlements.revoke, entitlement=grant(make_invitation(people.workspace)), by=people.host)


@changes("invitations.let_go")
def _(people):
    right = grant(make_invitation(people.workspace), source="balance", payment_reference="balance:7")
    return partial(entitlements.let_go, payment_reference=right.payment_reference)


@changes("invitations.publish_or_pay")
def _(people):
    page = InvitationPage.objects.get(pk=make_invitation(people.workspace).pk).specific
    return partial(entitlements.publish_or_pay, page=page, return_path="/admin/", by=people.host)


@changes("invitations.honour_payment")
def _(people):
    payment = pay(make_payment(people.workspace, reference="thing:1"))
    payment.reference = payables.reference_of(make_invitation(people.workspace).invitation)
    return partial(entitlements.honour_payment, payment=payment)


@changes("invitations.give_again")
def _(people):
    payment = pay(make_payment(people.workspace, reference="thing:1"))
    payment.reference = payables.reference_of(make_invitation(people.workspace).invitation)
    return partial(entitlements.give_again, payment=payment)


@changes("invitations.publish_from_balance")
def _(people):
    units = {"workspace": people.workspace, "tier": "standard", "units": 1, "note": "Сыйлық"}
    payment_actions.correct_balance(**units, by=people.host)
    page = make_invitation(people.workspace, template=make_template(tier="standard"))
    return partial(entitlements.publish_from_balance, page=page, by=people.host)


@changes("invitations.honour_promo")
def _(people):
    invitation = make_invitation(people.workspace).invitation
    redemption = PromoRedemption.objects.create(
        promo=PromoCode.objects.create(code="TOI", percent=100),
        workspace=people.workspace,
        reference=payables.reference_of(invitation),
        tariff_code="standard",
        discount_tiyn=299_000,
        state="used",
        is_whole=True,
    )
    return partial(entitlements.honour_promo, redemption=redemption, by=people.host)


@changes("invitations.withdraw_payment")
def _(people):
    reference = payables.reference_of(make_invitation(people.workspace).invitation)
    return partial(withdrawing.withdraw_payment, payment=pay(make_payment(people.workspace, reference=reference)))


@changes("invitations.end_rights")
def _(people):
    right = grant(make_invitation(people.workspace))
    right.ends_at = right.created_at
    right.save()
    return withdrawing.end_rights


@changes("invitations.set_refund_rule")
def _(people):
    return partial(withdrawing.set_refund_rule, changes={"whole": "keep"}, by=people.host)
