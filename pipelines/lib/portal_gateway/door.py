"""How a call goes through: Django starts once, and a refusal comes back in our own terms."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

P = ParamSpec("P")
R = TypeVar("R")
_starting = threading.Lock()


class GatewayRefused(OpenbookError):
    """The portal said no; nothing was changed. `code` is stable, the text is for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def set_up() -> None:
    """Start Django once in this process."""
    with _starting:
        import django
        from django.apps import apps

        if not apps.ready:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
            django.setup()
            if not (settings().data_dir / "portal" / "portal.sqlite3").exists():
                prepare()  # the first command in an empty data folder makes the database


def through(call: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(call)
    def through(*args: P.args, **kwargs: P.kwargs) -> R:
        set_up()
        from django.core.exceptions import ObjectDoesNotExist, ValidationError

        from portal.partners.errors import DomainError
        from portal.partners.periods import PeriodError

        try:
            return call(*args, **kwargs)
        except DomainError as refusal:
            raise GatewayRefused(refusal.code, str(refusal)) from refusal
        except PeriodError as refusal:
            raise GatewayRefused("bad_period", str(refusal)) from refusal
        except ValidationError as refusal:
            raise GatewayRefused("invalid", "; ".join(_sentences(refusal))) from refusal
        except ObjectDoesNotExist as refusal:
            raise GatewayRefused("not_found", f"{refusal} list what there is") from refusal

    return through


def _sentences(error: Any) -> list[str]:
    if hasattr(error, "error_dict"):
        return [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
    return list(error.messages)


def author_of(name: str) -> Any:
    """A person of the portal when `name` is its address, else a part of the system."""
    from portal.accounts.models import User
    from portal.partners.authors import Author

    user = User.objects.filter(email__iexact=name).first()
    return Author.of(user) if user else Author(name)


def by_of(author: str) -> Any:
    """A person of the portal when `author` is its address, else the name; None without one."""
    from portal.accounts.models import User

    return User.objects.filter(email__iexact=author).first() or author or None


def person_of(email: str) -> Any:
    from portal.accounts.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise GatewayRefused("not_found", f"there is no person {email!r}: see openbook person list")
    return user


def prepare() -> None:
    from django.core.management import call_command

    from portal.accounts.oidc import oidc_clients_ensure

    call_command("migrate", interactive=False, verbosity=0)
    oidc_clients_ensure()
