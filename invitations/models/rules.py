from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="rotate")
class RefundRule(BaseGenericSetting):
    """What becomes of a published invitation when its payment is given back. Guests' answers are kept whatever is chosen."""

    class Fate(models.TextChoices):
        KEEP = "keep", _("It stays published")
        AT_ONCE = "at_once", _("It is taken down at once")
        LATER = "later", _("It is taken down later, and the organizer is told before")

    whole = models.CharField(_("when all of the money is given back"), max_length=8, choices=Fate.choices, default=Fate.LATER)
    part = models.CharField(_("when a part of the money is given back"), max_length=8, choices=Fate.choices, default=Fate.KEEP)
    hours = models.PositiveSmallIntegerField(
        _("hours until it is taken down later"), default=24, validators=[MinValueValidator(1), MaxValueValidator(30 * 24)]
    )

    class Meta:
        verbose_name = _("rule for refunds")
        verbose_name_plural = _("rule for refunds")
