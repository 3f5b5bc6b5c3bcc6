from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from invitations.themes import FACES, LAYOUTS, MOTIONS, ORNAMENTS, validate_palette

from .invitation import Tier


class Theme(models.Model):
    """A look as data: layout, palette, faces, ornament, motion. Staff add one without a deploy.

    A page keeps the version it was made with: changing a theme in use makes a new row with the same `key`.
    """

    key = models.SlugField(_("key"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_current = models.BooleanField(default=True, editable=False)
    name_kk = models.CharField(_("name in Kazakh"), max_length=80)
    name_ru = models.CharField(_("name in Russian"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    tier = models.CharField(_("tier"), max_length=16, choices=Tier.choices, default=Tier.FREE)
    layout = models.CharField(_("layout"), max_length=32)
    palette = models.JSONField(_("palette"), default=dict, help_text=_("Colour of each token as #rrggbb."))
    display_face = models.CharField(_("face of names"), max_length=40)
    text_face = models.CharField(_("face of texts"), max_length=40)
    ornament = models.CharField(_("ornament"), max_length=40)
    motion = models.CharField(_("motion"), max_length=16, default="none")

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="theme_version_once"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(is_current=True), name="theme_one_current"),
        ]

    def __str__(self) -> str:
        return self.name_kk

    def clean(self) -> None:
        """Only what exists may be worn, and only what can be read."""
        super().clean()
        registries = {"layout": LAYOUTS, "display_face": FACES, "text_face": FACES, "ornament": ORNAMENTS, "motion": MOTIONS}
        unknown = [name for name, registry in registries.items() if getattr(self, name) not in registry]
        if unknown:
            raise ValidationError({name: _("Choose one from the list.") for name in unknown})
        validate_palette(self.palette, self.layout)
