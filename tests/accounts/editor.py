"""The page editor as a browser posts it."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield


def editor_data(client: Client, page: Page, body: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """What the form holds when it is opened, with these sections."""
    soup = BeautifulSoup(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text, "html.parser")
    form = soup.find(id="page-edit-form") or soup.find("form", {"data-edit-form": True})
    data = {field["name"]: _value(field) for field in form.find_all(["input", "textarea", "select"]) if field.get("name")}
    kept = {name: value for name, value in data.items() if value is not None and not name.startswith(("body-", "action-"))}
    return kept | nested_form_data({"body": streamfield(body)})


def _value(field: Any) -> str | None:
    if field.name == "textarea":
        return field.text.strip("\n")
    if field.name == "select":
        chosen = field.find("option", selected=True)
        return chosen["value"] if chosen else ""
    if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
        return None
    return field.get("value", "")
