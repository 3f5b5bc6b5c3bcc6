from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import receivers, wagtail_words  # noqa: F401

        wagtail_words.put_right()
