"""Nothing of ours needs a library or a program that a bare machine lacks.

Bare is Debian 12 with python3, python3-venv, git, make and ca-certificates. The long test
tests/end_to_end/test_bare_machine.py builds one and runs `make up` in it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.elf import Needs, needs_of

REPO = Path(__file__).resolve().parents[2]
VENV = Path(sys.prefix)

# Libraries of a bare Debian 12, by the package that brings them (all are there with python3,
# git and apt); Debian 13 has the same names.
LIBRARIES = {
    "libc6": "libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libutil.so.1 "
    "libresolv.so.2 ld-linux-x86-64.so.2 ld-linux-aarch64.so.1 libanl.so.1",
    "libgcc-s1": "libgcc_s.so.1",
    "libstdc++6": "libstdc++.so.6",
    "libcrypt1": "libcrypt.so.1",
    "zlib1g": "libz.so.1",
    "libbz2-1.0": "libbz2.so.1.0",
    "liblzma5": "liblzma.so.5",
    "libssl3": "libssl.so.3 libcrypto.so.3",
    "libsqlite3-0": "libsqlite3.so.0",
    "libexpat1": "libexpat.so.1",
    "libffi8": "libffi.so.8",
    "libuuid1": "libuuid.so.1",
    "libreadline8": "libreadline.so.8",
    "libtinfo6": "libtinfo.so.6",
}
BARE = {name for names in LIBRARIES.values() for name in names.split()}
# Debian 12 has glibc 2.36 and the C++ library of gcc 12.
NEWEST = {"GLIBC_": (2, 36), "GLIBCXX_": (3, 4, 30), "CXXABI_": (1, 3, 13)}
# It drives Chromium, whose own packages bring what it needs.
BROWSER_TESTS_ONLY = "playwright/driver/node"
PACKAGES = ("pipelines", "commission_rules", "data_tests", "portal", "dashboards")


def elf_files() -> Iterator[Path]:
    """Every compiled file of the environment: modules, their own libraries, programs."""
    for path in sorted((VENV / "lib").rglob("*")) + sorted((VENV / "bin").iterdir()):
        if path.is_symlink() or not path.is_file():
            continue
        if ".so" in path.name or os.access(path, os.X_OK):
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


@pytest.fixture(scope="module")
def compiled() -> dict[Path, Needs]:
    found = {path: needs_of(path) for path in elf_files()}
    assert len(found) > 100
    return found


def test_every_library_comes_with_the_environment_or_with_a_bare_machine(compiled) -> None:
    ours = {path.name for path in compiled}
    missing = {
        f"{library} (for {path.relative_to(VENV)})"
        for path, needs in compiled.items()
        for library in needs.libraries
        if library not in ours | BARE
        and not re.match(r"libpython3\.\d+\.so", library)
        and not path.as_posix().endswith(BROWSER_TESTS_ONLY)
    }
    assert sorted(missing) == []


def test_no_compiled_file_wants_a_newer_c_library(compiled) -> None:
    version = re.compile(rb"\b(GLIBC_|GLIBCXX_|CXXABI_)(\d+(?:\.\d+)+)\0")
    too_new = []
    for path, needs in compiled.items():
        for prefix, digits in set(version.findall(needs.names)):
            wanted = tuple(map(int, digits.split(b".")))
            provides_itself = path.name.startswith(("libstdc++", "libgcc_s"))
            if wanted > NEWEST[prefix.decode()] and not provides_itself:
                too_new.append(f"{path.relative_to(VENV)}: {(prefix + digits).decode()}")
    assert too_new == []


# Runs in a process of its own: nothing is on the PATH, and no library is found by its name.
IMPORT_EVERYTHING = """
import ctypes, ctypes.util, importlib, os, pkgutil, sys
ctypes.util.find_library = lambda name: None
loaded = ctypes.CDLL.__init__
def only_files(self, name, *args, **kwargs):
    if name is not None and "/" not in str(name):
        raise OSError(f"{name}: a bare machine lacks it")
    loaded(self, name, *args, **kwargs)
ctypes.CDLL.__init__ = only_files
import django
django.setup()
count = 0
for package in sys.argv[1:]:
    top = importlib.import_module(package)
    for found in pkgutil.walk_packages(top.__path__, package + "."):
        if ".migrations." in found.name or ".app_pages" in found.name:
            continue
        if found.name.endswith((".wsgi", ".streamlit_app", ".manage", ".settings_test")):
            continue
        importlib.import_module(found.name)
        count += 1
print(count)
"""


def test_everything_imports_without_java_pango_fonts_or_programs(tmp_path: Path) -> None:
    hidden = {
        "PATH": str(tmp_path), "HOME": str(tmp_path), "DATA_DIR": str(tmp_path / "data"),
        "FONTCONFIG_FILE": str(tmp_path / "none"), "FONTCONFIG_PATH": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "portal.config.settings", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, *PACKAGES],
        cwd=REPO, env=hidden, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.split()[-1]) > 200
