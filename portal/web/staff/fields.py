"""Widgets of the staff forms, in the design system's look."""

from __future__ import annotations

from django import forms


def text(**attrs: str) -> forms.TextInput:
    """One line of text."""
    return forms.TextInput(attrs={"class": "field", **attrs})


def lines(**attrs: str) -> forms.Textarea:
    """Several lines of text."""
    return forms.Textarea(attrs={"class": "field", "rows": "2", "cols": "48", **attrs})


def day() -> forms.DateInput:
    """A day, as the browser asks for it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "field", "type": "date"})


def choice() -> forms.Select:
    """One of a few."""
    return forms.Select(attrs={"class": "field"})
