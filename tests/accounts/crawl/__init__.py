"""The crawl: every address of the product, asked by a member of another workspace."""
