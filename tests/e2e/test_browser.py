"""The journeys' own ground: a browser that sees the site and nothing else."""


def test_browser_sees_the_site(phone):
    answer = phone.goto("/healthz")
    assert answer.status == 200


def test_site_sends_a_phone_to_its_language(open_page):
    russian = open_page(language="ru")
    russian.goto("/")
    assert russian.url.endswith("/ru/")
