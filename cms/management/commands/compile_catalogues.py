from django.core.management.base import BaseCommand

from cms import catalogues


class Command(BaseCommand):
    help = "Compile the catalogues of texts that changed; needs no gettext programs."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        made = catalogues.compile_all()
        if made:
            self.stdout.write(f"{made} catalogues compiled.")
