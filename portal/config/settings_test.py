"""Settings of the tests: a data folder of their own, a quick hasher, e-mail kept in memory."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = tempfile.mkdtemp(prefix="openbook-test-")
_OUTER = os.environ.get("DATA_DIR")
os.environ["DATA_DIR"] = _FOLDER
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

from portal.config.settings import *  # noqa: E402, F403

# The settings are read; other parts of a test decide about their own data folder.
if _OUTER is None:
    del os.environ["DATA_DIR"]
else:
    os.environ["DATA_DIR"] = _OUTER

DATA_DIR = Path(_FOLDER)
DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True

# A file, not memory: processes and threads meet each other in it as they do in production.
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "portal" / "test.sqlite3"}  # noqa: F405
DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
)
