from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "guests"

    def ready(self) -> None:
        from invitations import guest_views

        from .views import public

        guest_views.register("personal", public.personal)
        guest_views.register("answer", public.answer)
        guest_views.register("read", public.read)
