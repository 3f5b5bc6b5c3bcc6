"""Makes what is measured, in a process of its own.

python -m deploy.bench.world FILE      writes what the measurement needs to know into FILE
"""

import json
import sys
from pathlib import Path

import django


def main(target: Path) -> None:
    django.setup()
    from deploy.bench import celebration

    target.write_text(json.dumps(celebration.make()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
