"""Static files are made when the portal starts, and again only when their sources changed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from portal.config import files


def test_they_are_made_once(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a { color: var(--ink); }")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "out" / "static"
    assert files.files_prepare()
    assert not files.files_prepare()
    (source / "a.css").write_text("a { color: var(--ink-2); }")
    assert files.files_prepare()
    assert "ink-2" in (settings.STATIC_ROOT / "a.css").read_text()


def test_the_application_starts_on_an_empty_folder_and_serves_hashed_files(tmp_path):
    program = (
        "import re\n"
        "from django.core.management import call_command\n"
        "import django, os\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'portal.config.settings'\n"
        "django.setup(); call_command('migrate', verbosity=0)\n"
        "from portal.config.wsgi import application\n"
        "from django.test import Client\n"
        "page = Client().get('/account/login/', headers={'host': 'localhost'}).content.decode()\n"
        "link = re.search(r'href=\"(/static/openbook/css/tokens\\.\\w+\\.css)\"', page).group(1)\n"
        "def answer(status, headers): print(status, dict(headers).get('Cache-Control'))\n"
        "import io\n"
        "ask = {'REQUEST_METHOD': 'GET', 'PATH_INFO': link, 'SERVER_NAME': 'localhost',\n"
        "       'SERVER_PORT': '80', 'wsgi.input': io.BytesIO(), 'wsgi.url_scheme': 'http'}\n"
        "application(ask, answer)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DATA_DIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "200 OK max-age=315360000, public, immutable", done.stderr
