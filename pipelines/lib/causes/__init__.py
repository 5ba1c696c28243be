"""Parts a difference among its causes, as the close that books it has to say them."""

from pipelines.lib.causes.parts import FIRST_MODEL, Parted, forget_parts, part_differences
from pipelines.lib.causes.past import Past, ProductPast

__all__ = ["FIRST_MODEL", "Parted", "Past", "ProductPast", "forget_parts", "part_differences"]
