"""The form of a look: names, languages, texts, a logo, colours for light and dark."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from portal.branding.colours import HEX, TOKENS, house
from portal.branding.models import Brand
from portal.web.base import fields

LARGEST_LOGO = 512 * 1024
WORDS: dict[str, str | Promise] = {
    "accent": lazy("Accent: links, the main button"),
    "accent-2": lazy("Accent when pressed"),
    "accent-soft": lazy("Accent as a ground"),
    "on-accent": lazy("Text on the accent"),
    "paper": lazy("Paper"),
    "paper-2": lazy("Paper of the navigation"),
    "paper-3": lazy("Paper under the pointer"),
    "rule": lazy("Hairline"),
    "rule-2": lazy("Stronger hairline"),
    "control": lazy("Edge of a control"),
    "ink": lazy("Ink"),
    "ink-2": lazy("Second ink"),
    "ink-3": lazy("Third ink"),
}


class LookForm(forms.Form):
    """One version of a look. Colours left empty are the house's, or derived from the accent."""

    product_name = forms.CharField(label=lazy("Name of the product"), max_length=60,
                                   widget=fields.text())  # fmt: skip
    logo = forms.FileField(
        label=lazy("Logo, SVG or PNG; without one the last stays"), required=False,
        widget=forms.ClearableFileInput(attrs={"class": "field", "accept": ".svg,.png"}),
    )  # fmt: skip
    domain = forms.CharField(
        label=lazy("Domain of the partner side and of links"), required=False, max_length=253,
        widget=fields.text(dir="ltr", placeholder="partners.example.com"),
    )  # fmt: skip
    sender_name = forms.CharField(label=lazy("Mails come from, by name"), required=False,
                                  max_length=60, widget=fields.text())  # fmt: skip
    sender_address = forms.EmailField(label=lazy("Mails come from, by address"), required=False,
                                      widget=fields.text(dir="ltr"))  # fmt: skip
    support_address = forms.EmailField(label=lazy("Address for support"), required=False,
                                       widget=fields.text(dir="ltr"))  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=lazy("Languages offered"), choices=fields.languages,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    default_language = forms.ChoiceField(
        label=lazy("Default language"), choices=fields.languages, widget=fields.choice()
    )
    reason = forms.CharField(label=lazy("Reason, for the audit"), max_length=300,
                             widget=fields.lines())  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for token in TOKENS:
            for place, look in enumerate(("light", "dark")):
                self.fields[f"{token}_{look}"] = forms.CharField(
                    label=f"{WORDS[token]}, {look}", max_length=20, required=False,
                    widget=fields.text(dir="ltr", placeholder=house()[token][place]),
                )  # fmt: skip
        for code, _word in settings.LANGUAGES:
            for part in ("welcome", "footer"):
                self.fields[f"{part}_{code}"] = forms.CharField(
                    max_length=600, required=False, widget=fields.lines(lang=code, dir="auto")
                )

    @staticmethod
    def initial_of(brand: Brand | None, name: str) -> dict[str, Any]:
        """What the newest version says; without one the house's way."""
        if brand is None:
            return {"product_name": name, "languages": list(settings.OFFERED_LANGUAGES),
                    "default_language": "en"}  # fmt: skip
        plain = ("product_name", "domain", "sender_name", "sender_address", "support_address",
                 "languages", "default_language")  # fmt: skip
        found: dict[str, Any] = {field: getattr(brand, field) for field in plain}
        for token, (light, dark) in brand.colours.items():
            found |= {f"{token}_light": light, f"{token}_dark": dark}
        for code, parts in brand.texts.items():
            found |= {f"{part}_{code}": text for part, text in parts.items()}
        return found

    def clean_logo(self) -> tuple[str, bytes] | None:
        """The logo as name and bytes."""
        given = self.cleaned_data.get("logo")
        if not given:
            return None
        if given.size > LARGEST_LOGO:
            raise forms.ValidationError(lazy("A logo has at most 512 KB."))
        return given.name, given.read()

    def asked(self) -> dict[str, Any]:
        """The arguments of `brand_draft`."""
        said = self.cleaned_data
        pairs = {t: (said[f"{t}_light"], said[f"{t}_dark"]) for t in TOKENS}
        texts = {
            code: {part: said[f"{part}_{code}"] for part in ("welcome", "footer")}
            for code, _word in settings.LANGUAGES
        }
        plain = ("product_name", "logo", "domain", "sender_name", "sender_address",
                 "support_address", "languages", "default_language", "reason")  # fmt: skip
        return {field: said[field] for field in plain} | {
            "colours": {token: pair for token, pair in pairs.items() if any(pair)},
            "texts": texts,
        }

    def colour_rows(self) -> list[dict[str, Any]]:
        """A row of the form for each colour: its word, and the fields for light and dark."""
        rows = []
        for token in TOKENS:
            row: dict[str, Any] = {"word": WORDS[token]}
            for place, look in enumerate(("light", "dark")):
                field = self[f"{token}_{look}"]
                given = str(field.value() or "").strip().lower()
                shown = given if HEX.fullmatch(given) else house()[token][place]
                row |= {look: field, f"{look}_shown": shown}
            rows.append(row)
        return rows

    def text_rows(self) -> list[dict[str, Any]]:
        """The two texts in each language."""
        return [
            {"word": word, "welcome": self[f"welcome_{code}"], "footer": self[f"footer_{code}"]}
            for code, word in settings.LANGUAGES
        ]
