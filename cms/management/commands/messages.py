from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import catalogues


class Command(BaseCommand):
    help = "Bring locale/{kk,ru} up to date with what the code and the templates say, and list what is not translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if something is to be done")

    def handle(self, *args, **options) -> None:
        texts = catalogues.said()
        open_points = 0
        for language in catalogues.LANGUAGES:
            wanted = catalogues.unite(language, texts)
            if str(wanted) != str(catalogues.load(language)):
                open_points += self._update(language, wanted, is_check=options["check"])
            for problem in catalogues.problems(wanted):
                open_points += 1
                self.stdout.write(f"{language}: {problem} ({self._place(texts, problem)})")
        if open_points and options["check"]:
            raise CommandError(f"{open_points} points are open: run `make messages`, then translate what is empty.")

    def _update(self, language: str, wanted, *, is_check: bool) -> int:
        path = catalogues.catalogue_path(language)
        if is_check:
            self.stdout.write(f"{language}: {path.name} is not what the code says")
            return 1
        path.parent.mkdir(parents=True, exist_ok=True)
        wanted.save(str(path))
        return 0

    def _place(self, texts: dict[catalogues.Text, str], problem: str) -> str:
        return next((place for text, place in texts.items() if repr(text.msgid) in problem), "")
