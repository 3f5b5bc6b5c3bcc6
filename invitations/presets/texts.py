"""The shape of a preset: what an invitation of one celebration says before its family changes a word.

No text glues a case ending to a name: names stand on their own line, the sentence speaks of "our children", "our little one".
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Both:
    """One text in the two languages an invitation is written in."""

    kk: str
    ru: str

    def in_language(self, language: str) -> str:
        """The text in Russian for "ru", in Kazakh for every other language."""
        return self.ru if language == "ru" else self.kk

    def as_value(self) -> dict[str, str]:
        """The value of a BiText block."""
        return {"kk": self.kk, "ru": self.ru}


@dataclass(frozen=True)
class Item:
    """One line of the programme."""

    time: str
    title: Both


# For rites that are a joy of the family and no feast by name: nobody is invited to "the toi" of a betrothal.
JOY_HOSTS = Both("Қуаныш иелері", "Хозяева торжества")
JOY_WHEN = Both("Қуанышты күн", "Дата торжества")
JOY_COUNTDOWN = Both("Қуанышқа дейін", "До торжества осталось")
JOY_AGENDA = Both("Бағдарлама", "Программа")


@dataclass(frozen=True)
class Preset:
    """Texts of one celebration. `message` is sent by WhatsApp and holds {guest}, {names}, {date}, {place} and {link}."""

    event_type: str
    heading: Both
    invitation: Both
    wishes: Both
    message: Both
    programme: tuple[Item, ...]
    address: Both = field(default=Both("Құрметті ағайын-туыс, құда-жекжат, дос-жаран!", "Дорогие родные, сваты и друзья!"))
    hosts: Both = field(default=Both("Той иелері", "Хозяева торжества"))
    when: Both = field(default=Both("Той салтанаты", "Дата торжества"))
    countdown: Both = field(default=Both("Тойға дейін", "До торжества осталось"))
    agenda: Both = field(default=Both("Той бағдарламасы", "Программа"))
    rsvp: Both = field(default=Both("Тойға келесіз бе?", "Вы придёте?"))
    reply: Both = field(
        default=Both(
            "Құрметті қонақ, дастарханымыздан орныңызды дайындап қоюымыз үшін жауабыңызды күтеміз.",
            "Пожалуйста, дайте знать, придёте ли вы, — мы приготовим для вас место за дастарханом.",
        )
    )
    closing: Both = field(default=Both("Қуанышымыз ортақ болсын!", "Будем счастливы видеть вас среди самых дорогих гостей!"))


def message(kk: str, ru: str) -> Both:
    """The WhatsApp text: a greeting, one line of this celebration, then the facts and the link."""
    return Both(
        kk=f"Құрметті {{guest}}!\n{kk}\n\n{{names}}\n{{date}}\n{{place}}\n\nТолығырақ көріп, жауабыңызды осы жерде қалдырыңыз:\n{{link}}",
        ru=f"Здравствуйте, {{guest}}!\n{ru}\n\n{{names}}\n{{date}}\n{{place}}\n\nПодробности и ответ на приглашение — по ссылке:\n{{link}}",
    )
