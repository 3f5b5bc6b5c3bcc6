"""The three templates the gallery opens with, each complete in Kazakh and Russian; the words come from the presets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from invitations.celebrations import is_festive
from invitations.themes import LOOKS, Look

from . import PRESETS, Both, Preset, preset_for

Section = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class DefaultTemplate:
    """A template as data: `titles` and `descriptions` by language, `sample` by field of the page
    (dates and numbers as text, ready for JSON), `body` as (section, value)."""

    key: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    event_types: tuple[str, ...]
    tier: str
    theme: Look
    sample: dict[str, Any]
    body: tuple[Section, ...]


def default_templates() -> tuple[DefaultTemplate, ...]:
    """The templates every gallery begins with, the free one first."""
    return (_modern(), _classic(), _national())


def sections_for(preset: Preset, *, order: tuple[str, ...]) -> tuple[Section, ...]:
    """The sections of an invitation in the order asked for, filled with the texts of a celebration."""
    values = _values(preset)
    return tuple((name.split(":")[0], values[name]) for name in order)


# What is kept of a section when its words change: everything but these, which the preset of the celebration says.
WORDS = {
    "cover": ("heading",),
    "letter": ("address", "text", "closing"),
    "hosts": ("label",),
    "calendar": ("title",),
    "countdown": ("title",),
    "programme": ("title", "lines"),
    "wishes": ("text",),
    "rsvp": ("title", "text"),
}
JOYFUL = frozenset({"countdown", "gift", "dress"})


def reworded(body: Iterable[Section], event_type: str) -> tuple[Section, ...]:
    """The sections of a template with the words of another celebration; what is only for joy is left out where there is none."""
    values = _values(preset_for(event_type))
    kept = [(name, value) for name, value in body if is_festive(event_type) or name not in JOYFUL]
    return tuple((name, {**value, **{word: values[name][word] for word in WORDS.get(name, ())}}) for name, value in kept)


def _values(preset: Preset) -> dict[str, dict[str, Any]]:
    return {
        "cover": {"heading": preset.heading.as_value(), "photo": None, "shows_date": True},
        "letter": {
            "address": preset.address.as_value(),
            "text": preset.invitation.as_value(),
            "closing": preset.closing.as_value(),
        },
        "hosts": {"label": preset.hosts.as_value(), "note": EMPTY},
        "calendar": {"title": preset.when.as_value(), "shows_month": True},
        "countdown": {"title": preset.countdown.as_value()},
        "programme": {
            "title": preset.agenda.as_value(),
            "lines": [{"time": item.time, "title": item.title.as_value()} for item in preset.programme],
        },
        "place": {"title": WHERE.as_value(), "landmark": EMPTY},
        "dress": {"title": DRESS.as_value(), "colours": [], "note": EMPTY},
        "gallery": {"title": PHOTOS.as_value(), "photos": []},
        "wishes": {"text": preset.wishes.as_value(), "author": EMPTY},
        "gift": {"title": GIFT.as_value(), "text": GIFT_TEXT.as_value(), "receiver": "", "number": "", "link": "", "qr": None},
        "rsvp": {"title": preset.rsvp.as_value(), "text": preset.reply.as_value()},
        "ornament:divider": {"kind": "divider"},
        "ornament:strip": {"kind": "strip"},
        "ornament:medallion": {"kind": "medallion"},
    }


EMPTY = {"kk": "", "ru": ""}
WHERE = Both("Мекенжайы", "Место проведения")
DRESS = Both("Киім үлгісі", "Дресс-код")
PHOTOS = Both("Естелік сәттер", "Наши мгновения")
GIFT = Both("Сыйлық", "Подарок")
GIFT_TEXT = Both(
    "Біз үшін ең үлкен сый — келгеніңіз. Алыстан ақ тілегін білдіргісі келген қонақтарымызға:",
    "Лучший подарок для нас — ваше присутствие. Для тех, кто захочет поздравить издалека:",
)

_PLACE = {
    "time_zone": "Asia/Almaty",
    "map_link": "",
    "latitude": "43.238949",
    "longitude": "76.958627",
    "contact_name": "Гүлнар",
    "contact_phone": "+77012345678",
}


def _sample(**facts: str | Both) -> dict[str, str]:
    """Facts by field of the page: a text in both languages fills two of them."""
    filled = dict(_PLACE)
    for name, fact in facts.items():
        filled |= {f"{name}_{language}": half for language, half in fact.as_value().items()} if isinstance(fact, Both) else {name: fact}
    return filled


def _modern() -> DefaultTemplate:
    order = ("cover", "letter", "calendar", "countdown", "programme", "place", "dress", "wishes", "hosts", "rsvp")
    body = dict(sections_for(PRESETS["wedding"], order=order))
    body["dress"] = {
        **body["dress"],
        "colours": ["#f3e3d3", "#d9a68b", "#a4402c", "#5b6b5a", "#2f2b29"],
        "note": {"kk": "Ақ түсті қалыңдыққа қалдырайық.", "ru": "Белый цвет оставим невесте."},
    }
    return DefaultTemplate(
        key="modern",
        titles={"kk": "Жаңа леп", "ru": "Жаңа леп", "en": "Jana lep"},
        descriptions={
            "kk": "Ірі әріп, кең тыныс, құсқанат өрнегі. Қалада өтетін той мен кешке жарасады.",
            "ru": "Крупная типографика, много воздуха и орнамент құсқанат. Для городской свадьбы и вечера.",
            "en": "Large type, plenty of air and the bird's-wing ornament. For a wedding or an evening in the city.",
        },
        event_types=("wedding", "birthday", "qyz_keshi", "corporate", "qonys_toi", "tilashar"),
        tier="free",
        theme=LOOKS["modern"],
        sample=_sample(
            event_type="wedding",
            date="2027-06-19",
            time="18:00",
            answer_by="2027-06-05",
            first_name=Both("Дәурен", "Даурен"),
            second_name=Both("Айгерім", "Айгерим"),
            hosts=Both("Серік — Бақыт", "Серик — Бахыт"),
            venue=Both("«Көктөбе» залы", "Зал «Көктөбе»"),
            address=Both("Алматы қаласы, Достық даңғылы, 132", "г. Алматы, проспект Достык, 132"),
            dress_code=Both("Салтанатты киім, жылы табиғи реңктер", "Торжественный наряд, тёплые природные оттенки"),
        ),
        body=tuple((name, body[name]) for name in order),
    )


def _classic() -> DefaultTemplate:
    order = ("cover", "letter", "hosts", "calendar", "countdown", "programme", "place", "dress", "gallery", "wishes", "gift", "rsvp")
    body = dict(sections_for(PRESETS["wedding"], order=order))
    body["dress"] = {**body["dress"], "colours": ["#f0e6d6", "#d8c3a0", "#b7a58c", "#8a9a86", "#5a4526"]}
    body["gift"] = {**body["gift"], "receiver": "Гүлнар С.", "number": "+7 701 234 56 78"}
    return DefaultTemplate(
        key="classic",
        titles={"kk": "Ақ дастархан", "ru": "Ақ дастархан", "en": "Aq dastarqan"},
        descriptions={
            "kk": "Қос мүйіз өрнекті ақ қағаз, монограмма және нәзік әріп. Кез келген шақыруға жарасатын классика.",
            "ru": "Светлая карточка с орнаментом қос мүйіз, монограмма и тонкая антиква. Классика на любой случай.",
            "en": "A pale card with the paired-horn ornament, a monogram and a fine serif. A classic for any occasion.",
        },
        event_types=("wedding", "qyz_uzatu", "qudalyq", "neke", "kelin_tusiru", "syrga_salu", "mereitoi", "as"),
        tier="standard",
        theme=LOOKS["classic"],
        sample=_sample(
            event_type="wedding",
            date="2027-09-11",
            time="18:00",
            answer_by="2027-08-28",
            first_name=Both("Алихан", "Алихан"),
            second_name=Both("Гүлсезім", "Гульсезим"),
            honoree=Both("Болат Жақсыбеков", "Болат Жаксыбеков"),
            hosts=Both("Усен — Гүлнар", "Усен — Гульнар"),
            venue=Both("«Ақ сарай» мейрамханасы", "Ресторан «Ақ сарай»"),
            address=Both("Алматы қаласы, Әл-Фараби даңғылы, 77", "г. Алматы, проспект Аль-Фараби, 77"),
            dress_code=Both(
                "Салтанатты киім: ақшыл, бал түстес, шалфей реңктері", "Торжественный наряд: кремовые, медовые оттенки, шалфей"
            ),
        ),
        body=tuple((name, body[name]) for name in order),
    )


CUSTOMS = """
    qyz_uzatu wedding betashar kelin_tusiru qudalyq syrga_salu
    tusaukeser besik_toi shildehana qyrqynan_shygaru sundet_toi mereitoi mushel
"""


def _national() -> DefaultTemplate:
    order = tuple("cover letter hosts calendar countdown programme place dress ornament:medallion wishes gift rsvp".split())
    values = dict(zip(order, sections_for(PRESETS["qyz_uzatu"], order=order), strict=True))
    values["gift"] = ("gift", {**values["gift"][1], "receiver": "Бақытгүл Н.", "number": "+7 702 345 67 89"})
    return DefaultTemplate(
        key="national",
        titles={"kk": "Асыл мұра", "ru": "Асыл мұра", "en": "Asyl mura"},
        descriptions={
            "kk": "Жасыл мақпал, алтын қошқар мүйіз, шаңырақ. Ұлттық салтпен өтетін тойға.",
            "ru": "Изумрудный бархат, золотой қошқар мүйіз, шаңырақ. Для торжества по народным обычаям.",
            "en": "Emerald velvet, golden ram's horn, a shanyraq. For a feast held by custom.",
        },
        event_types=tuple(CUSTOMS.split()),
        tier="premium",
        theme=LOOKS["national"],
        sample=_sample(
            event_type="qyz_uzatu",
            date="2027-08-14",
            time="17:00",
            latitude="51.118620",
            longitude="71.408350",
            answer_by="2027-07-31",
            first_name=Both("Аружан", "Аружан"),
            second_name=Both("", ""),
            hosts=Both("Нұрлан — Бақытгүл", "Нурлан — Бахытгуль"),
            venue=Both("«Алтын шаңырақ» салтанат сарайы", "Дворец торжеств «Алтын шаңырақ»"),
            address=Both("Астана қаласы, Тұран даңғылы, 48", "г. Астана, проспект Туран, 48"),
            dress_code=Both("Ұлттық нақыштағы салтанатты киім", "Торжественный наряд с национальными мотивами"),
        ),
        body=tuple(values[name] for name in order),
    )
