"""What every section of an invitation has in common."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from invitations.samples import SamplePage
from invitations.themes import sample_theme


class SectionBlock(blocks.StructBlock):
    """A section of the page. Facts (date, place, hosts …) it takes from the page, so that they are written once."""

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """A sample page stands in for the real one, in the look of the first template."""
        context = super().get_preview_context(value, parent_context)
        return {**context, "page": SamplePage(), "theme": sample_theme(), "stylesheet": self.stylesheet()}

    def stylesheet(self) -> str:
        """The static path of the section's own stylesheet."""
        return self.meta.template.removesuffix(".html") + ".css"

    class Meta:
        preview_template = "invitations/blocks/_preview.html"
