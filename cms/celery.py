import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
app = Celery("toi-invite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
