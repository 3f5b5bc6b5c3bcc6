from typing import Any

from django.core.management.base import BaseCommand

from invitations import actions


class Command(BaseCommand):
    help = "Makes the gallery and the templates it opens with, as far as they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        for template in actions.create_default_templates():
            self.stdout.write(f"{template.title}: {template.get_tier_display()}")
