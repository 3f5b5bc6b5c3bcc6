"""What a browser sends of the sections, which Wagtail's editor builds by script and no HTML shows."""

from typing import Any

from wagtail.blocks import Block, BooleanBlock, ChooserBlock, ListBlock, StreamBlock, StructBlock


def typed(block: Block, value: Any, prefix: str) -> dict[str, str]:
    """Every field of a section and of what is in it, by the name it is posted under."""
    if isinstance(block, StreamBlock):
        items = [(child.block, child.value, {"type": child.block_type, "id": child.id or ""}) for child in value]
        return _listed(items, prefix)
    if isinstance(block, ListBlock):
        return _listed([(block.child_block, child.value, {"id": child.id or ""}) for child in value.bound_blocks], prefix)
    if isinstance(block, StructBlock):
        return {
            name: text for key, child in block.child_blocks.items() for name, text in typed(child, value[key], f"{prefix}-{key}").items()
        }
    if isinstance(block, BooleanBlock):
        return {prefix: "on"} if value else {}
    if isinstance(block, ChooserBlock):
        return {prefix: str(block.get_prep_value(value) or "")}
    shown = block.field.widget.format_value(block.field.prepare_value(block.value_for_form(value)))
    return {prefix: str((shown[0] if isinstance(shown, list) else shown) or "")}


def _listed(items: list[tuple[Block, Any, dict[str, str]]], prefix: str) -> dict[str, str]:
    found = {f"{prefix}-count": str(len(items))}
    for number, (block, value, about) in enumerate(items):
        fields = {**about, "deleted": "", "order": str(number)}
        found |= {f"{prefix}-{number}-{name}": text for name, text in fields.items()}
        found |= typed(block, value, f"{prefix}-{number}-value")
    return found
