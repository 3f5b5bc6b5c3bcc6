"""The account pages as a browser asks for them."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

PASSWORD = "Tulpar-2026-jel"


def sign_up(client: Client, contact: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_signup"), {"name": "Айгүл", "contact": contact, "password1": password, **more})


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": login, "password": password, **more})


def signed_in_as(client: Client) -> int | None:
    """The number of the person the browser is signed in as."""
    number = client.session.get("_auth_user_id")
    return int(number) if number else None
