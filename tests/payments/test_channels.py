import pytest

from payments.channels import channel_for

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
DESKTOP = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("headers", "channel"),
    [
        ({"HTTP_USER_AGENT": IPHONE}, "link"),
        ({"HTTP_USER_AGENT": ANDROID}, "link"),
        ({"HTTP_USER_AGENT": DESKTOP}, "qr"),
        ({}, "qr"),
        ({"HTTP_USER_AGENT": DESKTOP, "HTTP_SEC_CH_UA_MOBILE": "?1"}, "link"),
        ({"HTTP_USER_AGENT": ANDROID, "HTTP_SEC_CH_UA_MOBILE": "?0"}, "qr"),
        ({"HTTP_USER_AGENT": ANDROID, "HTTP_SEC_CH_UA_MOBILE": "nonsense"}, "link"),
    ],
)
def test_phone_gets_a_button_and_desktop_a_code(rf, headers, channel):
    assert channel_for(rf.post("/", **headers)) == channel


@pytest.mark.parametrize(("asked", "channel"), [("qr", "qr"), ("link", "link"), ("invoice", "link"), ("x", "link")])
def test_person_may_choose_a_code_for_another_phone(rf, asked, channel):
    assert channel_for(rf.post("/", {"channel": asked}, HTTP_USER_AGENT=IPHONE)) == channel
