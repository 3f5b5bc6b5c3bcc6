"""The measurement itself is no test; what it counts and how it divides is."""

from django.db import connection
from django.http import HttpResponse

from deploy.bench.__main__ import STATIC, table
from deploy.bench.asking import form_fields
from deploy.bench.celebration import _sections
from deploy.bench.counting import HEADER, QueryCountMiddleware
from deploy.bench.photographs import photograph
from deploy.bench.sections import typed
from invitations import actions
from invitations.models import TemplatePage
from tests.factories.accounts import make_people
from tests.factories.invitations import make_invitation


def test_header_says_how_many_statements_an_answer_cost(db, rf):
    def view(request):
        for _time in range(3):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        return HttpResponse()

    assert QueryCountMiddleware(view)(rf.get("/"))[HEADER] == "3"


def test_figures_are_shares_of_what_nginx_took_in_the_same_run():
    scenes = {
        STATIC: {"median_ms": 0.5, "queries": 0, "per_second": 9000},
        "guest page": {"median_ms": 4.0, "queries": 1, "per_second": 300},
        "answer of a guest": {"median_ms": 20.0, "queries": 18, "per_second": None},
    }
    checks = {"per_second": 50, "median_ms": 9.0, "worst_ms": 31.0}
    lines = table({"scenes": scenes, "checks": checks, "html_bytes": 1, "load_average": 0.1}).splitlines()
    assert "| guest page | 4.0 ms | 1 | 8 | 300 | 30.0 |" in lines
    assert "| answer of a guest | 20.0 ms | 18 | 40 | – | – |" in lines
    assert "the bank's check, 50 a second: median 9.0 ms, worst 31.0 ms" in lines


def test_photograph_is_the_same_for_the_same_number():
    assert photograph(1, (90, 120)) == photograph(1, (90, 120)) != photograph(2, (90, 120))


def test_measured_invitation_has_its_photos_and_at_most_twelve_sections():
    raw = [{"type": name, "value": {}} for name in ("cover", *("prose" for _number in range(12)), "gallery", "wishes", "rsvp")]
    sections = _sections(raw, [7, 8, 9])
    assert (len(sections), sections[0]["value"], sections[-1]["type"]) == (12, {"photo": 7}, "rsvp")
    assert [photo["value"]["image"] for photo in sections[-3]["value"]["photos"]] == [8, 9]


def test_editor_takes_what_the_measurement_types(db, client):
    people = make_people()
    actions.create_default_templates()
    page = make_invitation(people.workspace, template=TemplatePage.objects.get(slug="national", locale__language_code="kk"))
    client.force_login(people.host)
    url = f"/admin/pages/{page.pk}/edit/"
    sent = {**form_fields(client.get(url).content), **typed(page.body.stream_block, page.body, "body")}
    response = client.post(url, sent)
    assert response.status_code == 302, {name: found.as_text() for name, found in response.context["form"].errors.items()}
    kept = page.get_latest_revision_as_object().body
    assert [section.block_type for section in kept] == [section.block_type for section in page.body]
