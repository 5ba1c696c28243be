"""Read a YAML file with its line numbers, and tell pydantic's complaints in our words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.hints import FORMS, MEANT, MISSING, SHAPES, instead_of

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """A file that was read: its name for people, its text, its data as ruamel keeps it."""

    place: str
    program_id: str
    text: str
    data: Any

    def line(self, path: Sequence[str | int]) -> int:
        """Return the line (from 1) of the innermost part of `path` that is in the file."""
        node, line = self.data, 1
        for key in path:
            if isinstance(node, CommentedMap) and key in node:
                line = node.lc.key(key)[0] + 1
                node = node[key]
            elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
                line = node.lc.item(key)[0] + 1
                node = node[key]
        return int(line)

    def error(self, path: Sequence[str | int], what: str, todo: str) -> RuleError:
        """Return an error at `path`; keys that the file does not have are passed over."""
        return RuleError(self.place, self.line(path), what, todo, self.program_id)


def read_document(path: Path, root: Path) -> Document | RuleError:
    """Read one file below `root`; a file that is not YAML gives the error instead."""
    place = path.relative_to(root).as_posix()
    program_id = path.parent.relative_to(root).as_posix()
    text = path.read_text(encoding="utf-8")
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        if mark and error.context_mark and mark.line >= len(text.splitlines()):
            mark = error.context_mark  # the end of the file says less than where it began
        line = mark.line + 1 if mark else 1
        what = " ".join(str(error.problem).split())
        return RuleError(place, line, what, "correct the YAML at this line", program_id)
    except YAMLError as error:
        return RuleError(place, 1, str(error), "correct the YAML", program_id)
    return Document(place, program_id, text, data)


def plain(node: Any) -> Any:
    """Return the node as dicts, lists and scalars, without ruamel's own classes."""
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    return str(node) if isinstance(node, str) else node


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[RuleError]]:
    """Return the model, or every complaint about the file."""
    if not isinstance(document.data, Mapping):
        empty = document.error((), "the file holds no keys", f"write a {model.__name__.lower()}")
        return None, [empty]
    try:
        return model.model_validate(plain(document.data)), []
    except ValidationError as error:
        return None, [document.error(*complaint) for complaint in complaints(error)]


def complaints(error: ValidationError) -> list[tuple[tuple[str | int, ...], str, str]]:
    """Return (path, what, what to do) for each of pydantic's errors."""
    items = error.errors()
    return [_complaint(item) for item in items if not _follows(item, items)]


def _follows(item: Any, items: Sequence[Any]) -> bool:
    """Tell whether a list is only empty because its parts were refused."""
    path = tuple(item["loc"])
    return item["type"] == "too_short" and any(
        len(other["loc"]) > len(path) and tuple(other["loc"])[: len(path)] == path
        for other in items
    )


def _is_of_a_union(part: str | int) -> bool:
    """pydantic names what it tried where two types may stand: `dict[str,any]`."""
    return isinstance(part, str) and ("[" in part or part == "constrained-str")


def _complaint(item: Any) -> tuple[tuple[str | int, ...], str, str]:
    path = tuple(part for part in item["loc"] if not _is_of_a_union(part))
    key = path[-1] if path else "file"
    named = next((part for part in reversed(path) if isinstance(part, str)), "")
    shape = SHAPES.get(named)
    known = {
        "extra_forbidden": (
            f"unknown key `{key}`",
            instead_of(str(key)),
        ),
        "missing": (f"`{key}` is missing", MISSING.get(str(key), "write it")),
        "string_pattern_mismatch": (
            f"`{key}` cannot be {item['input']!r}",
            FORMS.get(str(key), "correct it"),
        ),
        **dict.fromkeys(
            ("tuple_type", "list_type"),
            (f"`{key}` is not a list", shape or "write a list: […]"),
        ),
        **dict.fromkeys(
            ("dict_type", "model_type", "model_attributes_type"),
            (f"`{key}` has no keys of its own", shape or "write {key: value, …}"),
        ),
        "string_type": (f"`{key}` is not one word", shape or "write one"),
        "union_tag_not_found": ("the component has no `type`", "write it, like type: cpa"),
    }
    if item["type"] in known:
        return path, *known[item["type"]]
    if item["type"] == "union_tag_invalid":
        tag, tags = item["ctx"]["tag"], item["ctx"]["expected_tags"]
        noun = "algebra" if "algebra" in item["ctx"]["discriminator"] else "component type"
        return path, f"unknown {noun} '{tag}'", f"write one of {tags}"
    if item["type"] == "literal_error":
        listed = f"write {item['ctx']['expected']}"
        todo = MEANT.get((str(key), str(item["input"])), listed)
        return path, f"`{key}` cannot be {item['input']!r}", todo
    if item["type"] == "value_error":
        what, _, todo = str(item["ctx"]["error"]).partition(" – ")
        return path, f"`{key}`: {what}", todo or "correct it"
    return path, f"`{key}`: {item['msg'][0].lower()}{item['msg'][1:]}", "correct it"
