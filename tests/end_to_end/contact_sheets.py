"""Contact sheets of a folder of pictures: many pages at a glance, by width and scheme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

COLUMNS = {"1440": 3, "390": 6}
SHOWN = {"1440": (480, 600), "390": (230, 640)}  # px of each picture; what is below is cut
ROWS = 2
NAME = 18


def sheets(folder: Path) -> Iterator[Path]:
    """Write `sheet.<width>-<scheme>.<n>.png` files into `folder`; their paths."""
    kinds: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.glob("*.png")):
        if not path.name.startswith("sheet."):
            kinds[path.stem.rpartition(".")[2]].append(path)
    for kind, paths in kinds.items():
        width = kind.partition("-")[0]
        size = COLUMNS[width] * ROWS
        for number, start in enumerate(range(0, len(paths), size), start=1):
            made = folder / f"sheet.{kind}.{number:02}.png"
            _sheet(paths[start : start + size], width).save(made)
            yield made


def _sheet(paths: list[Path], width: str) -> Image.Image:
    across, high = SHOWN[width]
    made = Image.new("RGB", (COLUMNS[width] * (across + 8), ROWS * (high + NAME + 8)), "#777777")
    pen = ImageDraw.Draw(made)
    for number, path in enumerate(paths):
        row, column = divmod(number, COLUMNS[width])
        x, y = column * (across + 8), row * (high + NAME + 8)
        with Image.open(path) as picture:
            small = picture.resize((across, max(1, picture.height * across // picture.width)))
        made.paste(small.crop((0, 0, across, min(high, small.height))), (x, y + NAME))
        pen.text((x + 4, y + 3), path.stem.rpartition(".")[0], fill="#ffffff")
    return made
