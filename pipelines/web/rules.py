"""What may pass, decided from one request alone: pure functions, tested one by one."""

from __future__ import annotations

from collections.abc import Mapping

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from graphql.language.ast import FieldNode

SAFE_METHODS = frozenset({"GET", "HEAD"})
METHODS = SAFE_METHODS | {"POST"}
PERSON_HEADERS = ("x-openbook-sub", "x-openbook-email")
# These write events without a run, so without a person; nothing of ours uses them.
CLOSED_PATHS = ("/report_asset_materialization", "/report_asset_check", "/report_asset_observation")
# History is not for deleting, by whomever.
CLOSED_MUTATIONS = frozenset(
    {
        "deletePipelineRun",
        "deleteRun",
        "wipeAssets",
        "shutdownRepositoryLocation",
        "deleteDynamicPartitions",
        "addDynamicPartition",
        "reportRunlessAssetEvents",
        "setNuxSeen",
    }
)


def host_is_ours(host: str, allowed: frozenset[str]) -> bool:
    """Whether the Host header is one that we listen on (a foreign name may point to loopback)."""
    return host.lower() in allowed


def origin_is_ours(
    method: str, headers: Mapping[str, str], allowed: frozenset[str], is_websocket: bool = False
) -> bool:
    """Whether a request comes from our own pages.

    What may change something (and every websocket) must say so; a plain GET may be silent, as a
    typed address is, but must not name a stranger.
    """
    origin = headers.get("origin")
    if origin is None:
        return method in SAFE_METHODS and not is_websocket
    return origin.lower() in allowed


def path_is_open(path: str) -> bool:
    """Whether Dagster's app may see a path at all."""
    return not any(path == closed or path.startswith(f"{closed}/") for closed in CLOSED_PATHS)


def graphql_is_query(text: str) -> bool:
    """Whether a GraphQL document consists of queries only; False when it cannot be read."""
    try:
        definitions = parse(text).definitions
    except (GraphQLError, RecursionError):
        return False
    operations = [part for part in definitions if isinstance(part, OperationDefinitionNode)]
    return bool(operations) and all(part.operation == OperationType.QUERY for part in operations)


def closed_mutation(text: str) -> str | None:
    """The first mutation in a GraphQL document that nobody may send; None when there is none.

    Fragments are looked through too: a mutation may hide in one.
    """
    try:
        document = parse(text)
    except (GraphQLError, RecursionError):
        return None  # Dagster refuses it as unreadable
    if graphql_is_query(text):
        return None
    stack = [part for part in document.definitions if hasattr(part, "selection_set")]
    while stack:
        node = stack.pop()
        if isinstance(node, FieldNode) and node.name.value in CLOSED_MUTATIONS:
            return node.name.value
        if node.selection_set:
            stack.extend(node.selection_set.selections)
            stack = [part for part in stack if hasattr(part, "selection_set")]
    return None
