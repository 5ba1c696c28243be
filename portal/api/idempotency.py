"""The same key, the same answer: a change that is sent twice is made once."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest
from pydantic import BaseModel

from portal.api.auth import bearer_of
from portal.api.models import ApiToken, KeptAnswer
from portal.api.problems import Problem

F = TypeVar("F", bound=Callable[..., Any])
KEY = re.compile(r"[\x21-\x7e]{1,80}")
KEPT = timedelta(hours=24)


def idempotent(view: F) -> F:
    """For an operation that makes something and returns (status, schema)."""

    @functools.wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return view(request, *args, **kwargs)
        if not KEY.fullmatch(key):
            raise Problem(422, "bad_key", "Idempotency-Key has 1 to 80 visible characters.")
        token = bearer_of(request).token
        told = hashlib.sha256(f"{request.method} {request.path}\n".encode() + _sent(request))
        with transaction.atomic():
            ApiToken.objects.select_for_update().get(pk=token.pk)  # one after the other
            KeptAnswer.objects.filter(made_at__lt=datetime.now(UTC) - KEPT).delete()
            kept = KeptAnswer.objects.filter(token=token, key=key).first()
            if kept is not None:
                if kept.request_hash != told.hexdigest():
                    raise Problem(409, "key_reused", "This key came with another request before.")
                return kept.status, kept.body
            status, made = view(request, *args, **kwargs)
            body = made.model_dump(mode="json") if isinstance(made, BaseModel) else made
            KeptAnswer.objects.create(
                token=token, key=key, request_hash=told.hexdigest(), status=status,
                body=_without_secret(body), made_at=datetime.now(UTC),
            )  # fmt: skip
            return status, body

    once.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return once  # type: ignore[return-value]


def _sent(request: HttpRequest) -> bytes:
    """What came: the body; of a form with files, which was read already, its parts."""
    if request.content_type != "multipart/form-data":
        return request.body
    parts = [json.dumps(sorted(request.POST.lists()))]
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            parts.append(json.dumps([name, file.name, hashlib.sha256(file.read()).hexdigest()]))
            file.seek(0)
    return "\n".join(parts).encode()


def _without_secret(body: dict[str, Any]) -> dict[str, Any]:
    return body | {"secret": "shown once"} if "secret" in body else body
