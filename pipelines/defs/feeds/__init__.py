"""Feeds: what comes in. `receive` is the door, gate 1 and the load into `raw`, in one."""

from pipelines.defs.feeds.pseudonyms import pseudonym
from pipelines.defs.feeds.receiving import FileResult, Received, receive

__all__ = ["FileResult", "Received", "pseudonym", "receive"]
