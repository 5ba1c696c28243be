"""Forms whose title and text are written in each language of the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from portal.web.base import fields


class TextsForm(forms.Form):
    """A title and a text in each language, none of them required."""

    text_length = 4000
    text_lines = "3"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _word in settings.LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(
                max_length=120, required=False, widget=fields.text(lang=code, dir="auto")
            )
            self.fields[f"text_{code}"] = forms.CharField(
                max_length=self.text_length, required=False,
                widget=fields.lines(lang=code, dir="auto", rows=self.text_lines),
            )  # fmt: skip

    def text_rows(self) -> list[dict[str, Any]]:
        """Title and text in each language."""
        return [{"code": c, "word": w, "title": self[f"title_{c}"], "text": self[f"text_{c}"]}
                for c, w in settings.LANGUAGES]  # fmt: skip

    def texts(self) -> dict[str, dict[str, str]]:
        """{language: {title, text}} of the languages that have both; CRLF becomes a line end."""
        said = self.cleaned_data
        return {
            code: {
                "title": said[f"title_{code}"],
                "text": said[f"text_{code}"].replace("\r\n", "\n"),
            }
            for code, _word in settings.LANGUAGES
            if said[f"title_{code}"] and said[f"text_{code}"]
        }
