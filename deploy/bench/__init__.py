"""How fast the product is, as ratios to nginx serving the same bytes in the same run: `python -m deploy.bench --help`."""
