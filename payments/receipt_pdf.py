"""What was paid and what was given back, as lines of a page and as a PDF. It is a confirmation; the fiscal
receipt is the bank's, or a register's where one is configured.

fpdf2 writes the file: it sets Kazakh letters from the product's own face, which PDF's built-in faces do not have.
"""

from typing import Any

from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF

from . import queries, ways
from .models import FiscalReceipt, Payment, Refund
from .money import format_money

FACE = "Golos Text"
FILES = {"": "invitations/fonts/golos-text-400.woff2", "B": "invitations/fonts/golos-text-600.woff2"}
EMERALD, INK, QUIET, LINE = (18, 72, 58), (28, 42, 38), (85, 98, 93), (228, 217, 196)
Line = tuple[str, str]


def lines_of(payment: Payment) -> list[Line]:
    """Name and value of everything a receipt says, the sum last but for what was given back."""
    tariff = queries.tariff(payment.tariff_code)
    through = _("Test bank") if payment.is_test else str(ways.words_of(payment).name)
    lines = [
        (_("Number"), payment.our_reference),
        (_("What for"), " · ".join(part for part in (payment.title, tariff.name) if part)),
        (_("Payer"), payment.payer_label),
        (_("Paid on"), _moment(payment.completed_at)),
        (_("Paid through"), ", ".join(part for part in (through, payment.provider_payment_id) if part)),
        (_("Paid"), format_money(payment.paid_tiyn, payment.currency)),
    ]
    if payment.promo_code:
        off = format_money(payment.discount_tiyn, payment.currency)
        lines.insert(-1, (_("Promo code"), f"{payment.promo_code}, −{off}"))
    given_back = payment.refunds.filter(state=Refund.State.DONE)
    lines += [(_("Given back on %(when)s") % {"when": _moment(one.done_at)}, format_money(one.amount_tiyn)) for one in given_back]
    if given_back:
        lines.append((_("Left"), format_money(payment.paid_tiyn - queries.refunded(payment))))
    return lines + [_fiscal_line(receipt) for receipt in queries.issued_receipts(payment)]


def _fiscal_line(receipt: FiscalReceipt) -> Line:
    name = _("Fiscal receipt of the refund") if receipt.refund_id else _("Fiscal receipt")
    return name, ", ".join([receipt.number, _moment(receipt.issued_at)])


def as_pdf(payment: Payment) -> bytes:
    """The receipt on one A4 page, in the active language."""
    pdf = _Page(format="A4")
    pdf.set_title(f"toi-invite {payment.our_reference}")
    pdf.set_lang(get_language() or "kk")
    pdf.set_creation_date(payment.completed_at)
    for style, name in FILES.items():
        pdf.add_font(FACE, style, str(finders.find(name)))
    pdf.set_margin(22)
    pdf.add_page()
    pdf.say("toi-invite", size=22, style="B", colour=EMERALD)
    pdf.say(_("Receipt"), size=15)
    if payment.is_test:
        pdf.say(_("A test payment: no money is taken."), size=11, style="B")
    pdf.ln(6)
    for name, value in lines_of(payment):
        pdf.line_of(name, value.replace("₸", _("tenge")))
    pdf.ln(8)
    if not queries.issued_receipts(payment).exists():
        pdf.say(_("This is a confirmation of payment and not a fiscal receipt; the bank sends that one."), size=9, colour=QUIET)
    return bytes(pdf.output())


class _Page(FPDF):
    """Two kinds of lines: a sentence, and a name with its value."""

    def say(self, text: str, *, size: int, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        self.set_font(FACE, style, size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.55, text, new_x="LMARGIN", new_y="NEXT")

    def line_of(self, name: str, value: str) -> None:
        self.set_draw_color(*LINE)
        self.set_font(FACE, "", 11)
        top = self.get_y() + 2.5
        self.set_text_color(*QUIET)
        self.set_y(top)
        self.multi_cell(56, 6, name, new_x="RIGHT", new_y="TOP")
        left_end = self.get_y() + 6 * len(self.multi_cell(56, 6, name, dry_run=True, output="LINES"))
        self.set_xy(82, top)
        self.set_text_color(*INK)
        self.multi_cell(0, 6, value, new_x="LMARGIN", new_y="NEXT")
        end = max(self.get_y(), left_end) + 2.5
        self.line(self.l_margin, end, self.w - self.r_margin, end)
        self.set_y(end)


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
