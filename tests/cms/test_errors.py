import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from cms import views
from tests.factories.accounts import make_people

WORDS = {
    404: {"kk": "Мұндай бет жоқ", "ru": "Такой страницы нет", "en": "There is no such page"},
    403: {"kk": "Бұл бетке рұқсатыңыз жоқ", "ru": "У вас нет доступа", "en": "This is not open to you"},
    429: {"kk": "Талпыныс саны асып кетті", "ru": "Слишком много попыток", "en": "Too many attempts"},
    400: {"kk": "Сұранысты оқи алмадық", "ru": "Не удалось прочитать запрос", "en": "We could not read that"},
    500: {"kk": "Бізде ақау шықты", "ru": "У нас что-то сломалось", "en": "Something broke on our side"},
}
VIEWS = {404: views.page_not_found, 403: views.permission_denied, 429: views.too_many_requests}


def ask(path: str):
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("status", [403, 404, 429])
def test_error_page_speaks_the_language_of_the_address(status, language):
    answer = VIEWS[status](ask(f"/{language}/somewhere/"), PermissionDenied())
    assert answer.status_code == status
    assert WORDS[status][language] in answer.content.decode()
    assert f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_500_needs_no_database_and_no_session(language):
    answer = views.server_error(RequestFactory().get(f"/{language}/e/x/"))
    assert answer.status_code == 500
    assert WORDS[500][language] in answer.content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_address_nobody_can_read_is_a_designed_400(client, language):
    answer = client.get(f"/{language}/%00/")
    assert answer.status_code == 400
    assert WORDS[400][language] in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("kk", "әлі ашылған жоқ"), ("ru", "ещё не открыто"), ("en", "not open yet")])
def test_402_asks_the_guest_to_come_later(language, words):
    with translation.override(language):
        page = engines["django"].get_template("402.html").render({}, ask(f"/{language}/e/x/"))
    assert words in page


@pytest.mark.django_db
def test_missing_page_is_a_designed_404(client):
    answer = client.get("/ru/nothing-here/")
    assert answer.status_code == 404
    assert WORDS[404]["ru"] in answer.content.decode()


@pytest.mark.django_db
def test_missing_page_of_the_admin_leads_back_to_the_persons_celebrations(client):
    client.force_login(make_people().host)
    answer = client.get("/admin/pages/999999/edit/")
    assert answer.status_code == 404
    assert "Мұндай бет жоқ" in answer.content.decode()
    assert 'href="/admin/"' in answer.content.decode()
    assert "Wagtail" not in answer.content.decode().split("<main")[1]


@pytest.mark.django_db
def test_form_without_its_token_says_to_open_the_page_afresh():
    answer = Client(enforce_csrf_checks=True).post("/ru/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert "Страница устарела" in answer.content.decode()


@pytest.mark.django_db
def test_broken_page_answers_500_and_not_its_cause(client, monkeypatch):
    def break_down(*args):
        raise DatabaseError("secret detail")

    client.raise_request_exception = False
    monkeypatch.setattr("cms.queries.public_pages", break_down)
    answer = client.get("/sitemap.xml", headers={"accept-language": "ru"})
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
