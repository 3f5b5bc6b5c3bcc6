"""The gate of the admin: what is not named here does not exist for an organizer, and numbers of others' things neither.

Wagtail asks for permission where it changes something, but shows titles, names and files of everybody in dozens of places
(choosers, reports, filters, bulk actions, confirmations). So an organizer may call only the URL names that somebody allowed;
a new one, ours or of a new Wagtail, answers 404 until it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from wagtail.models import Page

from accounts import access
from accounts.access import Visitor
from accounts.models import WorkspaceDocument, WorkspaceImage
from accounts.wagtail_tenancy import territory

Belongs = Callable[[Visitor, int], bool]

_allowed: set[str] = set()
_guards: dict[str, Belongs] = {}


def allow(*url_names: str) -> None:
    """Let organizers call these admin URL names ("namespace:name"); everything else is denied to them."""
    _allowed.update(url_names)


def allowed() -> frozenset[str]:
    """The URL names organizers may call."""
    return frozenset(_allowed)


def guard(belongs: Belongs, *keys: str) -> None:
    """Have the gate ask `belongs(user, number)` of each value that stands in an address, query or form under one of `keys`."""
    _guards.update(dict.fromkeys(keys, belongs))


def _owns_image(user: Visitor, pk: int) -> bool:
    return WorkspaceImage.objects.filter(pk=pk, workspace_id__in=access.workspace_ids_for(user)).exists()


def _owns_document(user: Visitor, pk: int) -> bool:
    return WorkspaceDocument.objects.filter(pk=pk, workspace_id__in=access.workspace_ids_for(user)).exists()


def _may_choose(model: type[WorkspaceImage] | type[WorkspaceDocument]) -> Belongs:
    def may_choose(user: Visitor, pk: int) -> bool:
        rows = model.objects.filter(pk=pk).values_list("workspace_id", flat=True)
        return any(workspace_id in {None, *access.workspace_ids_for(user)} for workspace_id in rows)

    return may_choose


guard(territory.owns_page, "page_id", "page_to_move_id")
guard(territory.owns_parent, "parent_page_id", "destination_id")
guard(_owns_image, "image_id")
guard(_owns_document, "document_id", "doc_id")

# What `pk` and `id` name, by the beginning of the URL name; the first that fits. Choosers offer the staff's own as well.
_NUMBERS: list[tuple[str, Belongs]] = [
    ("wagtailimages_chooser:", _may_choose(WorkspaceImage)),
    ("wagtaildocs_chooser:", _may_choose(WorkspaceDocument)),
    ("wagtailadmin_pages:", territory.owns_page),
    ("wagtailadmin_choose_page_chosen_multiple", territory.owns_page),
]

allow(
    "wagtailadmin_home",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_dismissibles",
    "wagtailadmin_explore_root",
    "wagtailadmin_explore",
    *(
        f"wagtailadmin_pages:{name}"
        for name in (
            "edit",
            "preview_on_edit",
            "view_draft",
            "unpublish",
            "history",
            "history_results",
            "revisions_index",
            "revisions_view",
            "revisions_revert",
            "revisions_compare",
            "revisions_unschedule",
            "usage",
        )
    ),
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_block_preview",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    *(
        f"wagtailimages:{name}"
        for name in (
            "index",
            "index_results",
            "add",
            "edit",
            "delete",
            "image_usage",
            "add_multiple",
            "edit_multiple",
            "delete_multiple",
        )
    ),
    *(
        f"wagtaildocs:{name}"
        for name in (
            "index",
            "index_results",
            "add",
            "edit",
            "delete",
            "document_usage",
            "add_multiple",
            "edit_multiple",
            "delete_multiple",
        )
    ),
    *(
        f"{chooser}:{name}"
        for chooser in ("wagtailimages_chooser", "wagtaildocs_chooser")
        for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
    ),
    "wagtailimages_chooser:select_format",
)

# Wagtail's tree of pages is staff's; an organizer who comes there (after publishing, by a breadcrumb) is led home.
# Wagtail's own account form knows neither our one name field nor our limit of password attempts: organizers have a page of ours.
_LED = {
    "wagtailadmin_explore_root": "wagtailadmin_home",
    "wagtailadmin_explore": "wagtailadmin_home",
    "wagtailadmin_account": "accounts:account",
}


class AdminGateMiddleware:
    """Answers 404 to an organizer who calls what is not allowed, or names what is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(reverse("wagtailadmin_home")) or not request.user.is_authenticated:
            return None
        if access.is_staff_user(request.user):
            return None
        match = request.resolver_match
        if match.view_name not in _allowed:
            raise Http404
        workspace = access.current_workspace(request)
        request.user.current_workspace_id = workspace and workspace.pk
        if match.view_name == "wagtailadmin_choose_page" and workspace:
            kwargs["parent_page_id"] = workspace.folder_id
        for belongs, value in _numbers_in(request, match, kwargs):
            # Python reads no number of thousands of digits, and the database none above nineteen.
            if not value.isdecimal() or len(value) > 19 or not belongs(request.user, int(value)):
                raise Http404
        return redirect(_LED[match.view_name]) if match.view_name in _LED else None


def _numbers_in(request: HttpRequest, match: ResolverMatch, kwargs: Mapping[str, Any]) -> Iterator[tuple[Belongs, str]]:
    if "object_id" in kwargs:
        yield _guard_of_model(kwargs), str(kwargs["object_id"])
    guards: dict[str, Belongs | None] = {**_guards}
    if belongs := _guard_of_name(match.view_name):
        guards |= dict.fromkeys(
            ("pk", "id", "image_id") if "_chooser:" in match.view_name else ("pk", "id"),
            belongs,
        )
    for key, values in _values(request, kwargs):
        if belongs := guards.get(key):
            yield from ((belongs, str(value)) for value in values if str(value))


def _values(request: HttpRequest, kwargs: Mapping[str, Any]) -> Iterator[tuple[str, Iterable[Any]]]:
    yield from ((key, [value]) for key, value in kwargs.items() if value is not None)
    yield from request.GET.lists()
    # A form's own fields may be called id or pk.
    yield from ((key, values) for key, values in request.POST.lists() if key in _guards)


def _guard_of_name(url_name: str) -> Belongs | None:
    return next(
        (belongs for beginning, belongs in _NUMBERS if url_name.startswith(beginning)),
        None,
    )


def _guard_of_model(kwargs: Mapping[str, Any]) -> Belongs:
    """For addresses that name any model's object (who edits it now)."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except (KeyError, LookupError) as error:
        raise Http404 from error
    if issubclass(model, Page):
        return territory.owns_page
    return {WorkspaceImage: _owns_image, WorkspaceDocument: _owns_document}.get(model, lambda user, pk: False)
