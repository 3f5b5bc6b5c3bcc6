import pytest

from guests import visits


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.24.8.85 i", "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "Twitterbot/1.0", "Viber/21.1", "vkShare",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Mozilla/5.0 (compatible; YandexBot/3.0)", "Googlebot/2.1", "bingbot",
        "Mozilla/5.0 (compatible; Discordbot/2.0)", "SkypeUriPreview Preview/0.5", "LinkedInBot/1.0", "curl/8.1", "python-requests/2.32",
        "Applebot/0.1", "Mozilla/5.0 (compatible; MJ12bot/v1.4)", "meta-externalagent/1.1",
    ],
)  # fmt: skip
def test_robot_is_told(agent):
    assert visits.is_robot(agent)


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; Cubot KING KONG) Chrome/100 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Mobile/15E148 Instagram 300.0 (iPhone14,5)",
        "Mozilla/5.0 (Linux; Android 14) Version/4.0 Chrome/120 Mobile Safari/537.36 Viber/21.1",
        "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/450.0]",
        "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
    ],
)
def test_person_is_told(agent):
    assert not visits.is_robot(agent)
