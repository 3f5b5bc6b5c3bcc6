"""Whose a page is: the workspace whose folder it stands in."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from treebeard.mp_tree import MP_Node
from wagtail.models import Page

from accounts import access
from accounts.access import Visitor
from accounts.models import Workspace


def folder_paths_for(user: Visitor) -> Sequence[str]:
    """The tree paths of the folders of the person's workspaces, asked once and kept on the user."""
    if not hasattr(user, "_folder_paths"):
        own = Workspace.objects.filter(pk__in=access.workspace_ids_for(user))
        user._folder_paths = tuple(own.values_list("folder__path", flat=True))
    return user._folder_paths


def within_folders(user: Visitor) -> Q:
    """The condition for pages in the person's folders, the folders themselves included; never true for a stranger."""
    return reduce(or_, (Q(path__startswith=path) for path in folder_paths_for(user)), Q(pk__in=[]))


def owns_page(user: Visitor, pk: int) -> bool:
    """Whether the page stands in one of the person's folders; the folders themselves, which nobody edits, do not."""
    return Page.objects.filter(within_folders(user), pk=pk).exclude(path__in=folder_paths_for(user)).exists()


def owns_parent(user: Visitor, pk: int) -> bool:
    """As `owns_page`, the person's folders included: where pages may be listed and chosen from."""
    return Page.objects.filter(within_folders(user), pk=pk).exists()


def workspace_of(page: MP_Node) -> Workspace | None:
    """The workspace in whose folder the page stands (or will, given its parent); None for the site's own pages."""
    steps = range(page.steplen, len(page.path) + 1, page.steplen)
    return Workspace.objects.filter(folder__path__in=[page.path[:step] for step in steps]).first()
