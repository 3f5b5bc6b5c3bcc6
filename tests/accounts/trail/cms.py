from functools import partial

from django.test import override_settings

from cms import actions
from payments.models import Alert
from tests.accounts.trail import changes


@changes("cms.create_site_content")
def _(people):
    return actions.create_site_content


@changes("cms.mail_alert")
def _(people):
    alert = Alert.objects.create(kind=Alert.Kind.choices[0][0], gateway="mock", subject="1", detail="")
    return override_settings(ALERT_EMAILS=["staff@example.kz"])(partial(actions.mail_alert, alert=alert))
