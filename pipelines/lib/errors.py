"""Errors that a person can act upon: what, where, what to do; printed plain by the command line."""

from __future__ import annotations


class OpenbookError(Exception):
    """An expected failure; its text is for the person at the terminal.

    `exit_code` 1: nothing was done; 2: wrong use; 3: done in part, the text says which part not.
    """

    exit_code = 1
