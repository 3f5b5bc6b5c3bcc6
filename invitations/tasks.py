"""What is done beside requests."""

from celery import shared_task
from django.http import Http404

from . import access, actions, pictures, withdrawing


@shared_task
def forget_edits() -> int:
    """Drop what autosave wrote into Wagtail's log; see `actions.forget_edits`."""
    return actions.forget_edits()


@shared_task
def draw_pictures(slug: str) -> None:
    """Draw the photos of a page that went live, so that its first guest does not wait for them; one gone again has none."""
    try:
        pictures.draw(access.get_public_page(slug).body)
    except Http404:
        return


@shared_task
def end_rights() -> int:
    """By beat: take down what was given back and whose time is over; see `withdrawing.end_rights`."""
    return withdrawing.end_rights()
