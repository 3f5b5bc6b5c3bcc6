import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms import demo


class Command(BaseCommand):
    help = "Load believable data to look at; what is there already stays. Writes what to open to the file DEMO_SUMMARY names."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.KASPI_MOCK:
            raise CommandError("The demo pays with the mock gateway: set KASPI_MOCK.")
        said = demo.load()
        for name, words in said.items():
            self.stdout.write(f"{name}: {words}")
        if path := os.environ.get("DEMO_SUMMARY"):
            Path(path).write_text(json.dumps(said, ensure_ascii=False))
