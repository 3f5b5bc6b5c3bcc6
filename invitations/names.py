"""Two names in one line: "Дәурен мен Айгерім", "Серік пен Бақыт", "Даурен и Айгерим"."""

from __future__ import annotations

from collections.abc import Sequence

# Kazakh "and" follows the last sound of the word before it; б, в, г, д at the end of a word are spoken voiceless.
VOICED = frozenset("зж")
VOICELESS = frozenset("кқпстфхһцчшщбвгд")


def conjunction(name: str, language: str) -> str:
    """The word for "and" after this name, in the language."""
    if language == "ru":
        return "и"
    if language == "en":
        return "&"
    last = next((letter for letter in reversed(name.lower()) if letter.isalpha() and letter not in "ьъ"), "")
    return "бен" if last in VOICED else "пен" if last in VOICELESS else "мен"


def join_names(names: Sequence[str], language: str) -> str:
    """The names in one line; more than two are parted by commas."""
    if len(names) != 2:
        return ", ".join(names)
    return f"{names[0]} {conjunction(names[0], language)} {names[1]}"
