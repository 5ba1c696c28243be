"""Widgets of forms, in the design system's look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _


def text(**attrs: str) -> forms.TextInput:
    """One line of text."""
    return forms.TextInput(attrs={"class": "field", **attrs})


def lines(**attrs: str) -> forms.Textarea:
    """Several lines of text."""
    return forms.Textarea(attrs={"class": "field", "rows": "2", "cols": "48", **attrs})


def day() -> forms.DateInput:
    """A day, as the browser asks for it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"class": "field", "type": "date"})


class ManyFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """None, one or several files; what they may be is judged where they are kept."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            widget=ManyFiles(attrs={"class": "field", "accept": accept, "multiple": True}), **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(file, initial) for file in given if file]


def choice() -> forms.Select:
    """One of a few."""
    return forms.Select(attrs={"class": "field"})


def languages() -> list[tuple[str, str]]:
    """Languages in which a program may show its pages; those that are not complete say so."""
    in_part = _("%(language)s, in part, else English")
    return [
        (code, str(word) if code in settings.OFFERED_LANGUAGES else in_part % {"language": word})
        for code, word in settings.LANGUAGES
    ]
