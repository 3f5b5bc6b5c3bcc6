"""Every address of the product, from Django's own resolver, and the arguments that may stand in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import RoutePattern
from wagtail.models import Page, Revision

from accounts.models import WorkspaceDocument, WorkspaceImage
from tests.accounts.crawl.world import World

Arguments = dict[str, Any]

# Words that stand in addresses; numbers are found by themselves.
WORDS: dict[str, tuple[str, ...]] = {
    "action": ("delete", "publish", "unpublish", "move", "add_tags", "add_to_collection"),
    "action_name": ("publish", "unpublish", "delete", "copy", "move", "create_alias", "revert_to_page_revision"),
    "filter_spec": ("width-20",),
    "gateway": ("mock",),
    "mode": ("kk", ""),
    "revision_id_a": ("earliest", "live"),
    "revision_id_b": ("latest",),
    "session_id": ("1",),
    "uidb64": ("MQ",),
    "uidb36": ("1",),
    "path": ("x.png",),
}
MODELS = (
    ("wagtailcore", "page"),
    ("invitations", "pairinvitationpage"),
    ("accounts", "workspaceimage"),
    ("accounts", "workspacedocument"),
    ("accounts", "workspace"),
    ("guests", "party"),
    ("payments", "payment"),
)
# What a bare number names, by the namespace of the address; others are tried with everything.
MEANT: dict[str, str] = {
    "celebrations": "invitation",
    "guests": "invitation",
    "messaging": "message",
    "payments": "payment",
    "payments:balance": "workspace",
    "payments:buy_package": "workspace",
    "payments:correct_balance": "workspace",
    "payments:transfer_file": "transferproof",
    "workspace:switch": "workspace",
    "workspace": "membership",
    "wagtailadmin_pages": "page",
    "wagtailadmin_editing_sessions": "page",
}
# Argument names that do not say the model's name.
SAID: dict[str, type[models.Model]] = {
    "parent_page": Page,
    "page_to_move": Page,
    "destination": Page,
    "page": Page,
    "image": WorkspaceImage,
    "document": WorkspaceDocument,
    "doc": WorkspaceDocument,
    "revision": Revision,
}
APP_NAMES = {"app_label", "app_name", "content_type_app_name"}
MODEL_NAMES = {"model_name", "content_type_model_name"}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    arguments: tuple[str, ...]
    numbers: frozenset[str]

    def path(self, arguments: Arguments) -> str | None:
        """The path with these arguments; None when one of them does not fit."""
        if not self.name:
            return f"/{self.route}" if not self.arguments and "^" not in self.route else None
        try:
            return reverse(self.name, kwargs=arguments or None)
        except NoReverseMatch:
            return None


def all_addresses() -> list[Address]:
    """Every pattern of the resolver once, Wagtail's, its neighbours' and ours."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "", "")))


def _walk(patterns: Iterable[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield _address(pattern, here, namespace)


def _address(pattern: URLPattern, route: str, namespace: str) -> Address:
    # The arguments of the resolvers above stand in the route as well.
    converters = _converters(route)
    named = getattr(pattern.pattern, "regex", None).groupindex if not isinstance(pattern.pattern, RoutePattern) else {}
    arguments = tuple(dict.fromkeys([*converters, *named]))
    numbers = frozenset(name for name, kind in converters.items() if kind == "int" or kind in {"pk", IntConverter})
    return Address(f"{namespace}{pattern.name}" if pattern.name else "", route, arguments, numbers)


def _converters(route: str) -> dict[str, str]:
    found = {}
    for part in route.split("<")[1:]:
        inside, closed, _rest = part.partition(">")
        if closed and not route.partition(f"<{inside}")[0].endswith("(?P"):
            kind, _, name = inside.rpartition(":")
            found[name] = kind or "str"
    return found


def fillings(address: Address, world: World, limit: int) -> Iterator[Arguments]:
    """Arguments that name things of this world, the likeliest first."""
    others = [name for name in address.arguments if name not in APP_NAMES | MODEL_NAMES]
    pairs: list[Arguments] = [{}]
    if len(others) < len(address.arguments):
        pairs = [
            {name: app if name in APP_NAMES else model for name in address.arguments if name in APP_NAMES | MODEL_NAMES}
            for app, model in MODELS
        ]
    choices = [candidates(address, name, world) for name in others]
    combined = ({**pair, **dict(zip(others, values, strict=True))} for values in product(*choices) for pair in pairs)
    yield from islice(combined, limit)


def candidates(address: Address, argument: str, world: World) -> list[Any]:
    """What may stand under this argument's name: the thing it names, or else anything of the workspace."""
    if argument in WORDS:
        return list(WORDS[argument])
    bare = argument in {"pk", "id", "object_id"}
    meant = MEANT.get(address.name) or MEANT.get(address.name.split(":")[0], "")
    numbers = numbers_for(meant if bare else argument, world)
    if argument in address.numbers or numbers:
        return numbers or [number for found in world.rows.values() for number in found[:1]]
    if argument in world.strings:
        return list(world.strings[argument])
    words = [value for name, values in world.strings.items() if name in argument or argument in name for value in values]
    everything = [*(values[0] for values in world.strings.values()), *(number for found in world.rows.values() for number in found[:1])]
    return words + [value for value in everything if value not in words]


def numbers_for(argument: str, world: World) -> list[int]:
    """The numbers of the model that the argument names; none when it names no model."""
    base = argument.removesuffix("_id").removesuffix("_pk").replace("_", "")
    said = SAID.get(argument.removesuffix("_id").removesuffix("_pk"))
    for model, numbers in world.rows.items():
        if model is said or (said is None and base and base in {model._meta.model_name, model._meta.model_name.removeprefix("party")}):
            return list(numbers)
    return []


def model_of(number: Any, world: World) -> type[models.Model] | str | None:
    """What a number or word of the world names."""
    for model, numbers in world.rows.items():
        if number in numbers:
            return model
    return next((name for name, values in world.strings.items() if number in values), None)


def counterparts(value: Any, own: World, foreign: World) -> list[Any]:
    """The other world's things of the same kind; none for a word that names nothing."""
    kind = model_of(value, own)
    if isinstance(kind, str):
        return foreign.strings[kind]
    return foreign.rows[kind] if kind else []
