"""A page's words in the other languages, by wagtail-localize's own way, so that staff go on from there in its editor."""

from collections.abc import Callable

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

SOURCE = "kk"


def translate(page: Page, words_for: Callable[[StringSegment], dict[str, str] | None]) -> None:
    """Publish the page in every other language; `words_for` gives a segment's words by language, or None to leave it as it is."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    for locale in Locale.objects.exclude(language_code=SOURCE):
        translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
        for segment in StringSegment.objects.filter(source=source).select_related("context", "string"):
            if words := words_for(segment):
                StringTranslation.objects.get_or_create(
                    translation_of_id=segment.string_id,
                    locale=locale,
                    context=segment.context,
                    defaults={"data": words[locale.language_code], "translation_type": "manual"},
                )
        # Published here and not on commit, as localize would: by then this copy no longer knows its children and would lose them.
        translation.save_target(publish=False)
        source.get_translated_instance(locale).get_latest_revision().publish()
