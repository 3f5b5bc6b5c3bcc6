"""One vocabulary of columns for import AND export: what they are called in Kazakh, Russian and English, and what their words mean.

A heading or a value is recognised by its translation into any of the three languages and by the synonyms below.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .models import Answer, Language, Side

Label = str | Promise


@dataclass(frozen=True)
class Column:
    """`is_read` columns are imported; the rest are only written (or, like a running number, known so as to be left alone)."""

    key: str
    label: Label
    synonyms: str = ""
    is_read: bool = True
    is_written: bool = True


COLUMNS = {
    column.key: column
    for column in (
        Column(
            "name",
            _("Name"),
            "аты-жөні, аты жөні, есімі, аты, қонақ, қонақтар, қонақтың аты, фио, имя, имя фамилия, гость, гости, full name, guest",
        ),
        Column(
            "phone",
            _("Phone"),
            "телефон, ұялы телефон, нөмір, нөмірі, телефон нөмірі, ватсап, номер телефона, номер, мобильный, тел, mobile, phone number, whatsapp, tel",
        ),
        Column("household", _("Family"), "отбасы, отбасысы, әулет, семья, фамилия, household, family name"),
        Column("side", _("Side"), "жақ, жағы, кімнің қонағы, сторона, чей гость, чья сторона"),
        Column(
            "seats",
            _("Seats"),
            "орын саны, орын, адам саны, неше адам, кісі саны, саны, количество, кол-во, количество человек, сколько человек, мест, количество мест, число гостей, guests count",
        ),
        Column("table", _("Table"), "үстел, үстел нөмірі, дастархан, стол, номер стола, № стола, table number"),
        Column("language", _("Language"), "тіл, тілі, язык"),
        Column("note", _("Note"), "ескерту, ескертпе, түсініктеме, қосымша, примечание, комментарий, заметка, comment, notes"),
        Column(
            "answer",
            _("Answer"),
            "жауап, жауабы, келеді ме, келе ме, ответ, придет, придёт, придут ли, будет, статус, status, coming, rsvp",
        ),
        Column("people", _("People coming"), "келетін адам саны, придут человек, придет человек, people"),
        Column("spouse_name", _("Spouse's name"), "жұбайы, жұбайының аты, супруг, супруга, имя супруга"),
        Column("message", _("Message"), "хабарлама, тілек, тілегі, сообщение, пожелание, wish"),
        Column("opened", _("First opened"), is_read=False),
        Column("link", _("Link"), "сілтеме, ссылка, личная ссылка", is_read=False),
        Column("number", _("No."), "№, n, no, #, п/п, № п/п, р/с, рет саны", is_read=False, is_written=False),
    )
}
READ = [column for column in COLUMNS.values() if column.is_read]
WRITTEN = [column for column in COLUMNS.values() if column.is_written]

SIDE_WORDS = {
    Side.BRIDE: "қыз жақ, қыз жағы, қыздың жағы, қыз, қалыңдық, қалыңдық жақ, қалыңдық жағы, невеста, невесты, сторона невесты, со стороны невесты, bride",
    Side.GROOM: "жігіт жақ, жігіт жағы, жігіттің жағы, жігіт, күйеу, күйеу жақ, күйеу жағы, ұл жақ, жених, жениха, сторона жениха, со стороны жениха, groom",
    Side.BOTH: "ортақ, екі жақ, общие, общий, обе стороны, both, common",
}
ANSWER_WORDS = {
    Answer.Choice.COMING: "иә, ия, келеді, келемін, келеміз, барамын, да, придет, придёт, придут, приду, будет, будут, yes, coming, +, ✅",
    Answer.Choice.WITH_SPOUSE: "жұбайымен, жұбайымен келеді, с супругом, с супругой, с мужем, с женой, with spouse",
    Answer.Choice.NOT_COMING: "жоқ, келмейді, келе алмайды, нет, не придет, не придёт, не придут, не будет, no, not coming, ❌",
    Answer.Choice.NOT_SURE: "білмейді, белгісіз, не знает, не знаю, возможно, может быть, maybe, not sure",
}
LANGUAGE_WORDS = {
    Language.KAZAKH: "kk, kz, каз, қаз, қазақ, қазақ тілі, казахский, kazakh",
    Language.RUSSIAN: "ru, рус, русский, орыс, орысша, орыс тілі, russian",
}
# "I do not know yet" in the host's own list is no answer of the guest's.
UNANSWERED_WORDS = frozenset({"", "?", "-", "–", "—"})
TOTAL_WORDS = frozenset({"барлығы", "жиыны", "жалпы", "жалпы саны", "итого", "всего", "total", "sum"})


def fold(text: str) -> str:
    """A heading or word for comparing: lower case, single spaces, no decoration around it."""
    return re.sub(r"\s+", " ", re.sub(r"[\s:?*.!]+$|^[\s*]+", "", text.casefold().replace("ё", "е"))).strip()


def _spellings(label: Label, synonyms: str) -> Iterable[str]:
    for language in ("kk", "ru", "en"):
        with override(language):
            yield fold(str(label))
    yield from (fold(word) for word in synonyms.split(","))


@cache
def _headings() -> dict[str, str]:
    found = {}
    for column in COLUMNS.values():
        for spelling in _spellings(column.label, column.synonyms):
            found.setdefault(spelling, column.key)
    return found


def recognise(heading: str) -> str | None:
    """The key of the column a heading names, or None."""
    return _headings().get(fold(heading)) if heading.strip() else None


@cache
def _meanings(kind: type) -> dict[str, Any]:
    words = {Side: SIDE_WORDS, Answer.Choice: ANSWER_WORDS, Language: LANGUAGE_WORDS}[kind]
    return {spelling: value for value, synonyms in words.items() for spelling in _spellings(value.label, synonyms)}


def meaning(kind: type, word: str) -> Any:
    """What a word of a side, an answer or a language means; None when it means none of them."""
    return _meanings(kind).get(fold(word)) or _meanings(kind).get(word.strip())


def side_in(text: str) -> str | None:
    """The side a section's heading such as "Қыз жақ 💐" speaks of, or None."""
    return meaning(Side, re.sub(r"[^\w\s-]", " ", text))
