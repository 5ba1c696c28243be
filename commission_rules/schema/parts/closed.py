"""The base of all models: nothing that is not declared may be written, nothing changes later."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Closed(BaseModel):
    """An immutable model that refuses unknown keys (COMMISSIONS, "Plans are dated data")."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
