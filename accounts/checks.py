from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def check_serving_role(**kwargs: Any) -> list[Error]:
    """Whoever serves is given rows by migrating. Nothing is said where the address names nobody, or where it is the owner's, to migrate."""
    user = settings.DATABASES["default"]["USER"]
    if not user or settings.IS_MIGRATING or user == settings.DATABASE_ROLE:
        return []
    hint = f"Set DATABASE_ROLE={user} where the site is served and where it is migrated, then migrate."
    said = f"DATABASE_URL connects as {user}, and migrating gives the tables' rows to {settings.DATABASE_ROLE} alone."
    return [Error(said, hint=hint, id="accounts.E001")]
