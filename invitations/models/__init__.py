from .gallery import GalleryPage, TemplatePage
from .invitation import Entitlement, Invitation, SlugHistory
from .pages import HonoreeInvitationPage, InvitationPage, OrganizationInvitationPage, PairInvitationPage
from .rules import RefundRule
from .themes import Theme

__all__ = [
    "Entitlement",
    "GalleryPage",
    "HonoreeInvitationPage",
    "Invitation",
    "InvitationPage",
    "OrganizationInvitationPage",
    "PairInvitationPage",
    "RefundRule",
    "SlugHistory",
    "TemplatePage",
    "Theme",
]
