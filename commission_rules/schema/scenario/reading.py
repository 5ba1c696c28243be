"""Read scenario files: every scalar as text with its line, every complaint with file and line.

Numbers never pass through a float. Only inside plans an unquoted number stays one, so that the
plan's own schema refuses it as it does in a plan file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from commission_rules.compiler.errors import RuleError
from commission_rules.compiler.reading import complaints
from commission_rules.schema.scenario.scenario import Scenario

Path_ = tuple[str | int, ...]
TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Unquoted:
    """A number that stands in a plan without quotes: its schema refuses it, and shows it."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass
class Source:
    """Where the parts of one scenario stand: the line of each path of keys and numbers."""

    place: str
    text: str
    first_line: int = 1
    lines: dict[Path_, int] = field(default_factory=dict)

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the innermost part of `path` that is written; unknown names are passed."""
        known: Path_ = ()
        for key in path:
            if (*known, key) in self.lines:
                known = (*known, key)
        return self.lines.get(known, self.first_line)

    def error(self, path: Sequence[str | int], what: str, todo: str) -> RuleError:
        """An error at `path`."""
        return RuleError(self.place, self.line(path), what, todo)


@dataclass(frozen=True)
class Read:
    """A scenario with its source; or only errors."""

    source: Source
    name: str
    scenario: Scenario | None
    errors: tuple[RuleError, ...] = ()


def read_files(paths: Sequence[Path]) -> list[Read]:
    """The scenarios of all files in order. A file that cannot be read is one `Read` with errors."""
    return [read for path in paths for read in read_text(_text(path), str(path))]


def _text(path: Path) -> str | RuleError:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return RuleError(str(path), 0, "there is no such file", "correct the path")
    except UnicodeDecodeError:
        return RuleError(str(path), 0, "is not in UTF-8", "save it in UTF-8")
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return RuleError(str(path), 0, f"cannot be read: {reason}", "name a YAML file in UTF-8")


def read_text(text: str | RuleError, place: str) -> list[Read]:
    """The scenarios of one file: a scenario, or a list of them."""
    if isinstance(text, RuleError):
        return [Read(Source(place, ""), place, None, (text,))]
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem).split())
        found = RuleError(place, mark.line + 1 if mark else 1, what, "correct the YAML here")
        return [Read(Source(place, text), place, None, (found,))]
    except YAMLError as error:
        found = RuleError(place, 1, str(error), "correct the YAML")
        return [Read(Source(place, text), place, None, (found,))]
    entries = node.value if isinstance(node, SequenceNode) else [node]
    if node is None or not entries:
        found = RuleError(place, 1, "there is no scenario in it", "write one, or a list of them")
        return [Read(Source(place, text), place, None, (found,))]
    return _told_apart([_scenario(entry, place, text) for entry in entries])


def _told_apart(reads: list[Read]) -> list[Read]:
    """Scenarios of one file have names of their own: results are told apart by them."""
    lines: dict[str, int] = {}
    found: list[Read] = []
    for read in reads:
        first = lines.setdefault(read.name, read.source.first_line)
        if read.scenario is None or first == read.source.first_line:
            found.append(read)
            continue
        what = f"line {first} has a scenario called `{read.name}` already"
        error = read.source.error(("name",), what, "give each a name of its own")
        found.append(Read(read.source, read.name, None, (error,)))
    return found


def _scenario(node: Node, place: str, text: str) -> Read:
    source = Source(place, text, node.start_mark.line + 1)
    errors: list[RuleError] = []
    data = _plain(node, (), source, errors)
    if not isinstance(data, dict):
        errors.append(source.error((), "a scenario is a mapping", "write `name`, `plan`, …"))
    name = str(data.get("name", place)) if isinstance(data, dict) else place
    if errors:
        return Read(source, name, None, tuple(errors))
    return validated(data, source)


def validated(data: dict[str, Any], source: Source) -> Read:
    """Validate what was read (or made by a program) as a scenario."""
    name = str(data.get("name", source.place))
    try:
        return Read(source, name, Scenario.model_validate(data))
    except ValidationError as error:
        found = tuple(
            source.error(path, _without_place(what, path), todo)
            for path, what, todo in complaints(error)
        )
        return Read(source, name, None, found)


def _without_place(what: str, path: Path_) -> str:
    """A complaint about the whole, or about an entry of a list, needs no name: it has its line."""
    place = "file" if not path else path[-1]
    if not path or isinstance(place, int):
        what = what.removeprefix(f"`{place}`: ")
    return what.replace("unknown component type", "unknown type")


def _plain(node: Node, path: Path_, source: Source, errors: list[RuleError]) -> Any:
    if isinstance(node, SequenceNode):
        found: list[Any] = []
        for index, part in enumerate(node.value):
            source.lines[*path, index] = part.start_mark.line + 1
            found.append(_plain(part, (*path, index), source, errors))
        return found
    if isinstance(node, MappingNode):
        return _mapping(node, path, source, errors)
    return _scalar(node, path)


def _mapping(
    node: MappingNode, path: Path_, source: Source, errors: list[RuleError]
) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        source.lines[*path, name] = key.start_mark.line + 1
        if name in mapping:
            errors.append(source.error((*path, name), f"`{name}` is written twice", "keep one"))
        if name == "<<":
            errors.append(source.error((*path, name), "merge keys are not read", "write it out"))
        mapping[name] = _plain(value, (*path, name), source, errors)
    return mapping


def _scalar(node: Node, path: Path_) -> Any:
    tag, text = str(node.tag).removeprefix(TAG), str(node.value)
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() == "true"
    if path[:1] in (("plan",), ("plans",)) and tag in ("int", "float"):
        return Unquoted(text)
    return text
