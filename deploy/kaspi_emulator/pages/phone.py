"""The phone's pages, without scripts: a list of bills, and one bill with its buttons."""

from collections.abc import Callable
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from deploy.kaspi_emulator import errors, online
from deploy.kaspi_emulator.dates import ALMATY
from deploy.kaspi_emulator.emulator import part
from deploy.kaspi_emulator.journal import Entry
from deploy.kaspi_emulator.messages import Answer, Request, page
from deploy.kaspi_emulator.pages import payables
from deploy.kaspi_emulator.pages.payables import Payable
from deploy.kaspi_emulator.pages.texts import LANGUAGES, language_of, say

if TYPE_CHECKING:
    from deploy.kaspi_emulator.emulator import FakeKaspi

HERE = Path(__file__).parent
LAYOUT = (HERE / "layout.html").read_text()


@part("online")
def answer(fake: "FakeKaspi", request: Request, entry: Entry) -> Answer:
    language = language_of(request.query.get("lang", ""), request.headers.get("accept-language", ""))
    match (request.method, *request.path.strip("/").split("/")):
        case ("POST", "online"):
            return online.start(fake, request)
        case ("GET", ""):
            return page(_home(fake, language))
        case ("GET", "style.css"):
            return Answer(body=(HERE / "style.css").read_bytes(), content_type="text/css; charset=utf-8")
        case ("POST", "number"):
            account = request.fields().get("account", "")
            return Answer(later=lambda: _to(online.by_number(fake, account).token, language))
        case ("GET", "pay", token):
            return _show(fake, token, language)
        case ("POST", "pay", token, move):
            return _move(fake, token, move, language)
    raise errors.HttpError(404, "Not Found")


def _show(fake: "FakeKaspi", token: str, language: str) -> Answer:
    payable = payables.find(fake, token)
    if payable is None:
        return page(_layout(language, f"/pay/{quote(token)}", _words("over", language)), 404)
    return page(_layout(language, f"/pay/{payable.token}", _bill(payable, language)))


def _move(fake: "FakeKaspi", token: str, move: str, language: str) -> Answer:
    """The button is pressed, then the page shown anew; a button that is too late changes nothing."""
    payable = payables.find(fake, token)
    made = payable.moves.get(move) if payable else None
    again = _to(token, language)
    if payable and made and payable.is_slow:
        again.later = lambda: _call_seller(fake, token, made, again)
    elif made:
        made()
    return again


def _to(token: str, language: str) -> Answer:
    return Answer(303, headers={"Location": f"/pay/{quote(token)}?lang={language}"})


def _call_seller(fake: "FakeKaspi", token: str, made: Callable[[], None], again: Answer) -> Answer:
    """Paid: the browser goes back to the site, without any proof in its hands."""
    made()
    payable = payables.find(fake, token)
    if payable and payable.state == payables.PAID and payable.back.startswith(("http://", "https://")):
        return Answer(303, headers={"Location": payable.back})
    return again


def _home(fake: "FakeKaspi", language: str) -> str:
    rows = [
        f'<li><a href="/pay/{bill.token}?lang={language}"><span>{escape(bill.seller)}</span><b>{_money(bill.amount)}</b></a></li>'
        for bill in payables.waiting(fake)
    ]
    bills = f'<h1>{say("bills", language)}</h1><ul class="bills">{"".join(rows)}</ul>' if rows else _words("no_bills", language)
    return _layout(language, "/", bills + (_by_number(language) if fake.fast_payment["biller_url"] else ""))


def _by_number(language: str) -> str:
    field = f'<label>{say("number", language)}<input name="account" required autocomplete="off"></label>'
    button = f'<button class="button">{say("find", language)}</button>'
    return f'<form method="post" action="/number?lang={language}" class="number">{field}{button}</form>'


def _bill(bill: Payable, language: str) -> str:
    parts = [f'<p class="seller">{escape(bill.seller)}</p>']
    parts += [f'<p class="amount">{_money(bill.amount)}</p>'] if Decimal(bill.amount) else []
    if bill.moves:
        until = f"{bill.until.astimezone(ALMATY):%H:%M:%S}" if bill.until else ""
        parts.append(f'<p class="lead">{say(f"{bill.state}_lead", language, until=until)}</p>' if until else "")
        parts += [_button(bill, move, language) for move in bill.moves]
    else:
        parts.append(_words(bill.state, language, result=escape(bill.result)))
    if not bill.moves and bill.back.startswith(("http://", "https://")):
        parts.append(f'<a class="button" href="{escape(bill.back)}">{say("back", language)}</a>')
    parts.append(f'<a class="quiet" href="/?lang={language}">{say("all", language)}</a>')
    return "".join(parts)


def _button(bill: Payable, move: str, language: str) -> str:
    look = "quiet" if move == "decline" else "button"
    action = f"/pay/{bill.token}/{move}?lang={language}"
    return f'<form method="post" action="{action}"><button class="{look}">{say(move, language)}</button></form>'


def _words(state: str, language: str, **values: str) -> str:
    return f'<h1 class="{state}">{say(state, language)}</h1><p class="lead">{say(f"{state}_lead", language, **values)}</p>'


def _money(amount: str) -> str:
    whole = Decimal(amount)
    shown = f"{whole:,.0f}" if whole == whole.to_integral() else f"{whole:,.2f}"
    return shown.replace(",", "\N{NO-BREAK SPACE}") + "\N{NO-BREAK SPACE}₸"


def _layout(language: str, address: str, content: str) -> str:
    others = [
        f'<a href="{address}?lang={code}" lang="{code}"{" aria-current=true" if code == language else ""}>{name}</a>'
        for code, name in LANGUAGES.items()
    ]
    values = {"language": language, "bank": say("bank", language), "warning": say("warning", language), "content": content}
    return LAYOUT.format(**values, languages="".join(others))
