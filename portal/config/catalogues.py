"""Translations without GNU gettext: extract, merge, check and compile with Babel.

python -m portal.config.catalogues extract    after words changed: merge them into each .po
python -m portal.config.catalogues compile    at install: .po → .mo (0.1 s), ignored by git
python -m portal.config.catalogues check      placeholders agree; says what is missing
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message, mofile, pofile
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python

from portal.config.environment import REPO

PORTAL = REPO / "portal"
LOCALES = ("en", "de", "ar", "es", "fr", "pt_BR", "ja", "zh_Hans")
COMPLETE = ("de", "ar")
MARKS = re.compile(r"\{\w+\}|</?\w+>")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "lazy": None,  # gettext_lazy, as forms import it
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
UNKEPT = (
    b'"Project-Id-Version',
    b'"Report-Msgid-Bugs-To',
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Last-Translator',
    b'"Language-Team',
    b'"Generated-By',
)
METHODS = [("**.py", "python"), ("**/templates/**.html", "portal.config.catalogues:from_template")]


def path_of(locale: str, suffix: str = "po") -> Path:
    """Where a catalogue lies."""
    return PORTAL / "locale" / locale / "LC_MESSAGES" / f"django.{suffix}"


def from_template(
    fileobj: BytesIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[Any, ...]]:
    """Babel's extraction method for Django templates, by Django's own `templatize`."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    from django.utils.translation.template import templatize

    # Python's tokenizer minds indentation, a template does not; messages stand on one line each.
    source = "\n".join(line.lstrip() for line in templatize(fileobj.read().decode()).splitlines())
    yield from extract_python(BytesIO(source.encode()), keywords, comment_tags, options)


def template() -> Catalog:
    """Every message of the portal's modules and templates, without places."""
    found = Catalog(project="Openbook", charset="utf-8")
    rows = extract_from_dir(PORTAL, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",))
    for filename, _line, message, comments, context in rows:
        found.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return found


def read(locale: str) -> Catalog:
    """A catalogue; empty when its file is not there yet."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return pofile.read_po(file, locale=locale)


def write(catalog: Catalog, locale: str) -> None:
    """Write a catalogue sorted by message and without dates: a change is a small difference."""
    catalog.fuzzy = False
    catalog.header_comment = f"# Openbook, words of the portal: {locale}"
    text = BytesIO()
    pofile.write_po(
        text, catalog, width=100, sort_output=True, no_location=True, ignore_obsolete=True
    )
    kept = [line for line in text.getvalue().splitlines() if not line.startswith(UNKEPT)]
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\n".join(kept).rstrip() + b"\n")


def extract_messages() -> None:
    """Bring each catalogue up to the present words; translations that fit are kept."""
    words = template()
    for locale in LOCALES:
        catalog = read(locale)
        catalog.update(words, no_fuzzy_matching=True, update_creation_date=False)
        write(catalog, locale)


def problems(locale: str) -> list[str]:
    """Placeholders that differ, and in complete languages what is not translated."""
    found = []
    for message in read(locale):
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        if message.string and not isinstance(message.string, tuple):
            found += [f"{locale}: {key!r}: {error}" for error in message.check()]
            found += [f"{locale}: {key!r}: {words}" for words in _differing_marks(message)]
        if locale in COMPLETE and not _is_translated(message.string):
            found.append(f"{locale}: {key!r} is not translated")
    return found


def _differing_marks(message: Message) -> list[str]:
    """Where a translation has other braces, tags or edges than its original."""
    if not isinstance(message.id, str) or not message.string:
        return []
    one, other = message.id, str(message.string)
    found = []
    if sorted(MARKS.findall(one)) != sorted(MARKS.findall(other)):
        found.append("its braces or tags differ")
    if one[:1].isspace() != other[:1].isspace() or one[-1:].isspace() != other[-1:].isspace():
        found.append("a space at its edge differs")
    return found


def _is_translated(text: str | Iterable[str] | None) -> bool:
    return bool(text) if isinstance(text, str | None) else all(text)


def compile_messages() -> list[Path]:
    """Write each .mo that is missing or older than its .po; returns those written."""
    written = []
    for locale in LOCALES:
        source, target = path_of(locale), path_of(locale, "mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        beside = target.with_suffix(".part")
        with beside.open("wb") as file:
            mofile.write_mo(file, read(locale))
        beside.replace(target)
        written.append(target)
    return written


def main(arguments: list[str]) -> int:
    """The command; 1 when `check` found something, 2 for an unknown word."""
    match arguments:
        case ["extract"]:
            extract_messages()
        case ["compile"]:
            compile_messages()
        case ["check"]:
            found = [line for locale in LOCALES for line in problems(locale)]
            print("\n".join(found) or "every catalogue is whole")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
