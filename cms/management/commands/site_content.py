from typing import Any

from django.core.management.base import BaseCommand

from cms import actions


class Command(BaseCommand):
    help = "Makes the site's own pages (landing, prices, help, legal) in every language; leaves those that are there alone."

    def handle(self, *args: Any, **options: Any) -> None:
        for page in actions.create_site_content():
            self.stdout.write(f"{page.title}: {page.url_path}")
