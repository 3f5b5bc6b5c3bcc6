from wagtail import blocks

BODY_BLOCKS: list[tuple[str, blocks.Block]] = [("text", blocks.RichTextBlock())]
