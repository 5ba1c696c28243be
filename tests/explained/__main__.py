"""Work out the printed formula of every line of every release of a data folder.

`python -m tests.explained DATA_DIR [EVERY]` prints what does not give its line's amount (exit code
1 then); EVERY takes each n-th line.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main(data_dir: str, every: str = "1") -> int:
    """The exit code."""
    os.environ["DATA_DIR"] = data_dir
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings_test")
    import django

    django.setup()
    from portal.releases.reader import open_release

    wrong = 0
    for pointer in sorted(Path(data_dir).glob("releases/*/current")):
        from tests.explained.releases import wrong_lines

        counted, found = wrong_lines(open_release(pointer.resolve()), int(every))
        print(f"{pointer.parent.name}: {counted} lines, {len(found)} wrong", flush=True)
        print(*found[:20], sep="\n")
        wrong += len(found)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
