import pytest

from invitations.names import join_names


@pytest.mark.parametrize(
    ("names", "language", "text"),
    [
        (("Дәурен", "Айгерім"), "kk", "Дәурен мен Айгерім"),
        (("Серік", "Бақыт"), "kk", "Серік пен Бақыт"),
        (("Ораз", "Мөлдір"), "kk", "Ораз бен Мөлдір"),
        (("Ахмед", "Әсем"), "kk", "Ахмед пен Әсем"),
        (("Мұса", "Зере"), "kk", "Мұса мен Зере"),
        (("Игорь", "Анна"), "kk", "Игорь мен Анна"),
        (("Ұлы «Нұр»", "Дала"), "kk", "Ұлы «Нұр» мен Дала"),
        (("Даурен", "Айгерим"), "ru", "Даурен и Айгерим"),
        (("Dauren", "Aigerim"), "en", "Dauren & Aigerim"),
        (("Аружан",), "kk", "Аружан"),
        (("Али", "Уәли", "Сәли"), "kk", "Али, Уәли, Сәли"),
        ((), "kk", ""),
    ],
)
def test_names_are_joined_as_spoken(names, language, text):
    assert join_names(names, language) == text
