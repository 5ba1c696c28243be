"""Logos: an SVG that draws and does nothing else, or a PNG made anew from its pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from portal.partners.errors import DomainError
from portal.pictures import picture_remade

SVG = "http://www.w3.org/2000/svg"
LARGEST_SVG = 64 * 1024
LARGEST_PNG_SIDE = 1024
ELEMENTS = frozenset(
    {"svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
     "polygon", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol"}
)  # fmt: skip
ATTRIBUTES = frozenset(
    {"id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width",
     "height", "viewBox", "points", "transform", "fill", "fill-rule", "fill-opacity", "stroke",
     "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
     "stroke-opacity", "opacity", "clip-path", "clip-rule", "mask", "offset", "stop-color",
     "stop-opacity", "gradientUnits", "gradientTransform", "spreadMethod", "clipPathUnits",
     "preserveAspectRatio", "version", "role", "href"}
)  # fmt: skip
ELSEWHERE = re.compile(r"url\(\s*[^#\s]|javascript:|data:|https?:|//", re.I)


@dataclass(frozen=True)
class Logo:
    """A logo as it is kept: `kind` svg or png."""

    kind: str
    content: bytes


def logo_checked(name: str, content: bytes) -> Logo:
    """The logo, cleaned. Raises DomainError for anything that could do more than be seen."""
    if name.lower().endswith(".svg"):
        return Logo("svg", _svg(content))
    if name.lower().endswith(".png"):
        return Logo("png", picture_remade(content, "PNG", largest_side=LARGEST_PNG_SIDE).content)
    raise DomainError("wrong_kind", _("A logo is an SVG or a PNG file."))


def _svg(content: bytes) -> bytes:
    if len(content) > LARGEST_SVG:
        raise DomainError("too_large", _("A logo as SVG has at most 64 KB; simplify its paths."))
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise DomainError(
            "bad_svg", _("This SVG cannot be read, or declares a document type; export it anew.")
        ) from None
    if root.tag != f"{{{SVG}}}svg" or not root.get("viewBox"):
        raise DomainError("bad_svg", _("This is no SVG with a viewBox; export it anew."))
    _refuse_beyond_drawing(root)
    register_namespace("", SVG)
    text: bytes = tostring(root, encoding="utf-8")
    return text


def _refuse_beyond_drawing(root: Element) -> None:
    for element in root.iter():
        if not isinstance(element.tag, str):  # comments and instructions: dropped when parsed
            continue
        name = element.tag.removeprefix(f"{{{SVG}}}")
        if name not in ELEMENTS:
            raise DomainError(
                "svg_element",
                _("The SVG holds “%s”, which a logo does not need; remove it or send a PNG.")
                % name.rpartition("}")[2][:40],
            )
        for attribute, value in element.attrib.items():
            plain = attribute.removeprefix("{http://www.w3.org/1999/xlink}")
            is_fragment = plain == "href" and value.startswith("#")
            wrong = plain not in ATTRIBUTES or (plain == "href" and not is_fragment)
            if wrong or ELSEWHERE.search(value):
                raise DomainError(
                    "svg_attribute",
                    _("The SVG sets “%(name)s” in “%(element)s”, which a logo does not need; "
                      "write colours as attributes, or send a PNG.")
                    % {"name": plain.rpartition("}")[2][:40], "element": name},
                )  # fmt: skip
