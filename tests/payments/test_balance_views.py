"""The screens of a balance: the organizer's, and staff's hand in it."""

import pytest

from accounts.models import Membership
from accounts.row_security import staff_scope
from payments import actions, balance_queries
from payments.models import Package, Payment
from tests.factories.accounts import StaffFactory, join
from tests.factories.payments import buy, pay

pytestmark = pytest.mark.django_db
WIDE = "\N{NO-BREAK SPACE}"


def url(people, what=""):
    return f"/admin/payments/balance/{people.workspace.pk}/{what}"


@pytest.fixture
def host(client, people):
    client.force_login(people.host)
    return client


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())
    return client


def give(people, units, tier="standard", times=1):
    with staff_scope():
        for _time in range(times):
            actions.correct_balance(workspace=people.workspace, tier=tier, units=units, note="Сыйлық", by=StaffFactory())


def left(people, tier="standard"):
    with staff_scope():
        return balance_queries.units_left(people.workspace.pk, tier)


def test_balance_shows_what_is_left_what_can_be_bought_and_how_it_came_to_be(host, people):
    pay(buy(people.workspace))
    with staff_scope():
        actions.spend_unit(workspace=people.workspace, tier="standard", reference="thing:1", title="Нұрлан — Айгерім", by=people.host)
    assert host.get("/admin/payments/balance/", follow=True).redirect_chain == [(url(people), 302)]
    shown = host.get(url(people)).content.decode()
    assert "<dd>9</dd>" in shown
    assert "Нұрлан — Айгерім" in shown
    assert "+10" in shown
    assert "−1" in shown
    assert f"24{WIDE}900{WIDE}₸" in shown
    assert f"2{WIDE}490{WIDE}₸" in shown


def test_buying_leads_to_the_same_checkout(host, people):
    answer = host.post(url(people, "buy/"), {"package": "premium-10"})
    with staff_scope():
        payment = Payment.objects.get()
    assert answer.url == f"/admin/payments/{payment.our_reference}/"
    assert (payment.tariff_code, payment.amount_tiyn, payment.return_path) == ("premium-10", 4_990_000, url(people))
    shown = host.get(answer.url)
    assert shown.status_code == 200
    assert f"{payment.title} · {payment.title}" not in shown.text


@pytest.mark.parametrize("code", ["standard", "nothing", "", "standard-30"])
def test_what_is_no_offered_package_cannot_be_bought(host, people, code):
    Package.objects.filter(code="standard-30").update(is_offered=False)
    answer = host.post(url(people, "buy/"), {"package": code}, follow=True)
    assert (answer.redirect_chain, len(answer.context["messages"])) == ([(url(people), 302)], 1)
    with staff_scope():
        assert not Payment.objects.exists()


def test_viewer_sees_the_balance_and_buys_nothing(client, people):
    client.force_login(join(people.workspace, Membership.Role.VIEWER))
    assert 'name="package"' not in client.get(url(people)).content.decode()
    assert client.post(url(people, "buy/"), {"package": "standard-10"}).status_code == 404


def test_stranger_finds_nothing(client, people):
    client.force_login(people.stranger)
    assert client.get(url(people)).status_code == 404
    assert client.post(url(people, "buy/"), {"package": "standard-10"}).status_code == 404
    assert client.post(url(people, "correct/"), {"tier": "standard", "units": 9, "note": "x"}).status_code == 404


def test_host_corrects_nothing(host, people):
    assert host.post(url(people, "correct/"), {"tier": "standard", "units": 9, "note": "x", "held": "0-0"}).status_code == 404
    assert host.get("/admin/payments/desk/balances/").status_code == 404
    assert left(people) == 0


def test_history_comes_in_pages_with_what_was_left_then(host, people):
    give(people, 1, times=21)
    first, second = (host.get(url(people) + f"?p={page}").context["history"] for page in (1, 2))
    assert (len(first), len(second)) == (20, 1)
    assert [line.left for line in first][:2] == [21, 20]
    assert second[0].left == 1


def test_queries_do_not_grow_with_the_history(host, people, django_assert_num_queries, django_assert_max_num_queries):
    def count():
        with django_assert_max_num_queries(99) as asked:
            host.get(url(people))
        return len(asked)

    pay(buy(people.workspace))
    count()
    one = count()
    pay(buy(people.workspace, "premium-10"))
    give(people, 1, times=3)
    assert count() == one


def test_staff_give_publications_once_and_the_workspace_reads_why(staff, people):
    asked = {"tier": "standard", "units": "5", "note": "Серіктестік үшін", "held": "0-0"}
    assert staff.post(url(people, "correct/"), asked).status_code == 302
    again = staff.post(url(people, "correct/"), asked)
    assert (again.status_code, left(people)) == (422, 5)
    assert "5-0" in again.content.decode()
    assert "Серіктестік үшін" in staff.get(url(people)).content.decode()


@pytest.mark.parametrize("asked", [{"units": "0"}, {"units": "-1"}, {"units": "x"}, {"note": ""}, {"tier": "free"}, {"units": "1001"}])
def test_correction_that_cannot_be_is_said_and_what_was_typed_stays(staff, people, asked):
    answer = staff.post(url(people, "correct/"), {"tier": "standard", "units": "5", "note": "Серіктестік", "held": "0-0"} | asked)
    assert (answer.status_code, left(people)) == (422, 0)
    assert 'class="errorlist"' in answer.content.decode()
    assert asked.get("note", "Серіктестік") in answer.content.decode()


def test_staff_find_balances_and_any_workspace_by_name_or_owner(staff, people, django_assert_max_num_queries):
    listed = "/admin/payments/desk/balances/"
    assert not staff.get(listed).context["workspaces"].object_list
    assert [one.pk for one in staff.get(listed, {"q": people.host.email}).context["workspaces"]] == [people.workspace.pk]
    give(people, 4)
    give(people, 2, tier="premium")
    shown = staff.get(listed).context["workspaces"]
    assert [(one.pk, one.standard, one.premium) for one in shown] == [(people.workspace.pk, 4, 2)]
    with django_assert_max_num_queries(99) as one:
        staff.get(listed)
    with staff_scope():
        actions.correct_balance(workspace=people.strange_workspace, tier="standard", units=1, note="x", by=StaffFactory())
    with django_assert_max_num_queries(99) as two:
        staff.get(listed)
    assert len(one) == len(two)


def test_staff_make_a_package_change_its_price_and_cease_to_offer_it(staff, people):
    words = {"name_kk": "50 жарияланым", "name_ru": "50 публикаций", "description_kk": "Мейрамханаларға"}
    made = {"tier": "standard", "units": "50", "price": "79000", "is_offered": "on", **words}
    assert staff.post("/admin/packages/new/", made).status_code == 302
    package = Package.objects.get(code="standard-50")
    assert (package.amount_tiyn, package.name_ru) == (7_900_000, "50 публикаций")
    same = staff.post("/admin/packages/new/", made)
    assert (same.status_code, Package.objects.filter(tier="standard", units=50).count()) == (200, 1)
    staff.post(f"/admin/packages/edit/{package.pk}/", {"tier": "premium", "units": "500", "price": "69000", **words})
    package = Package.objects.get(code="standard-50")
    assert (package.units, package.tier, package.amount_tiyn, package.is_offered) == (50, "standard", 6_900_000, False)
    assert staff.post(f"/admin/packages/delete/{package.pk}/").status_code == 302
    assert Package.objects.filter(code="standard-50").exists()


def test_tiers_and_packages_have_screens_of_their_own(staff):
    assert "standard-10" not in staff.get("/admin/prices/").content.decode()
    listed = staff.get("/admin/packages/").content.decode()
    assert f"24{WIDE}900{WIDE}₸" in listed
    assert f"2{WIDE}990{WIDE}₸" not in listed


def test_refund_of_a_package_says_how_many_were_spent(staff, people):
    payment = pay(buy(people.workspace))
    with staff_scope():
        for number in range(7):
            actions.spend_unit(workspace=people.workspace, tier="standard", reference=f"thing:{number}", by=people.host)
    asked = staff.get(f"/admin/payments/{payment.our_reference}/refund/")
    assert asked.context["units"] == {"bought": 10, "left": 3, "worth_tiyn": 747_000}
    confirm = staff.post(f"/admin/payments/{payment.our_reference}/refund/", {"amount": "24900", "note": "Келісім"})
    assert confirm.context["units"] == {"bought": 10, "left": 3, "leave": 3, "short": 7}
    less = staff.post(f"/admin/payments/{payment.our_reference}/refund/", {"amount": "7470", "note": "Келісім"})
    assert less.context["units"] == {"bought": 10, "left": 3, "leave": 3, "short": 0}


def test_package_is_found_exported_and_counted_like_any_payment(staff, people):
    pay(buy(people.workspace))
    found = staff.get("/admin/payments/", {"tier": "standard-10"})
    assert found.context["sums"] == {"count": 1, "received": 0}
    assert "standard-10" in staff.get("/admin/payments/", {"export": "csv"}).content.decode()


def test_workspace_reads_why_but_not_by_which_of_us(client, host, people):
    ours = StaffFactory(name="", email="manager@toi.example")
    with staff_scope():
        actions.correct_balance(workspace=people.workspace, tier="premium", units=1, note="Сыйлық", by=ours)
    shown = host.get(url(people)).text
    assert "Сыйлық" in shown
    assert ours.email not in shown
    client.force_login(ours)
    assert ours.email in client.get(url(people)).text.partition("<main")[2]
