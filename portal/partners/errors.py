"""Why something was not done: one sentence that says what, where, and what to do."""

from __future__ import annotations


class DomainError(ValueError):
    """A rule of the domain refused it; nothing was changed. `code` is stable, the text is not."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NotFound(DomainError):
    """There is no such thing in this program (or the asker may not know of it)."""

    def __init__(self, what: str, name: str, program_id: str) -> None:
        super().__init__(
            "not_found", f"{program_id} has no {what} {name!r}; list them with `openbook {what}`"
        )
