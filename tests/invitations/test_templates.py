import json

import pytest

from invitations.celebrations import EVENT_TYPES
from invitations.presets.templates import default_templates, reworded
from invitations.themes import LOOKS

TEMPLATES = {template.key: template for template in default_templates()}


def test_templates_cover_every_celebration_and_every_tier():
    assert {key for template in TEMPLATES.values() for key in template.event_types} == set(EVENT_TYPES)
    assert {key: template.tier for key, template in TEMPLATES.items()} == {"modern": "free", "classic": "standard", "national": "premium"}


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_template_is_plain_data_in_both_languages(key):
    template = TEMPLATES[key]
    json.dumps([template.sample, template.body])
    assert template.theme is LOOKS[key]
    assert set(template.titles) == set(template.descriptions) == {"kk", "ru", "en"}
    assert template.body[0][0] == "cover"
    assert template.body[-1][0] == "rsvp"


def test_reworded_sections_speak_of_the_other_celebration():
    body = dict(reworded(TEMPLATES["classic"].body, "qyz_uzatu"))
    assert body["cover"]["heading"]["kk"] == "Қыз ұзату тойына шақыру"
    assert body["dress"]["colours"] == dict(TEMPLATES["classic"].body)["dress"]["colours"]


def test_reworded_for_mourning_leaves_out_joy():
    body = dict(reworded(TEMPLATES["classic"].body, "as"))
    assert not {"countdown", "gift", "dress"} & set(body)
    assert body["calendar"]["title"] == {"kk": "Күні мен уақыты", "ru": "Дата и время"}
    assert "той" not in json.dumps(body, ensure_ascii=False).lower().replace("достай", "")
