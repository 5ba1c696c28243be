"""A bare Debian 12 in a folder: clone, `make up`, pages answer, `make down`, nothing is left.

It has python3, python3-venv, git, make and ca-certificates, and runs in namespaces of its own.
OPENBOOK_BARE_MACHINE names a folder to keep the bare system in, for the next time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.product import REPO
from tests.end_to_end.serve import free_ports

PACKAGES = "python3,python3-venv,git,make,ca-certificates"
MIRROR = "http://deb.debian.org/debian"
SCRIPT = REPO / "tests" / "end_to_end" / "bare_machine.sh"
# How this machine reaches the package index is taken along, and nothing else.
TAKEN_ALONG = ("PIP_", "UV_", "SSL_CERT_", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
CERTIFICATES = Path("etc/ssl/certs/ca-certificates.crt")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """The root of a bare system with a clone of the last commit in /root/openbook."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        pytest.fail("not run: as root, apt install debootstrap, and again", pytrace=False)
    top = Path(os.environ.get("OPENBOOK_BARE_MACHINE", tmp_path / "bare"))
    if not (top / "usr" / "bin" / "make").exists():
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", "bookworm"]
        subprocess.run([*command, str(top), MIRROR], check=True, stdout=subprocess.DEVNULL)
    (top / "etc" / "hosts").write_text("127.0.0.1 localhost\n")
    for path in (Path("etc/resolv.conf"), CERTIFICATES):
        shutil.copyfile(Path("/") / path, top / path)
    clone = top / "root" / "openbook"
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", str(REPO), str(clone)], check=True)
    shutil.copy2(SCRIPT, top / "root" / "bare_machine.sh")
    return top


@pytest.mark.long
def test_a_bare_machine_comes_up_and_shuts_down(bare: Path) -> None:
    surfaces = ("PORTAL", "DAGSTER", "DASHBOARDS", "COLLECTOR")
    names = [f"OPENBOOK_{surface}_PORT" for surface in surfaces]
    ports = dict(zip(names, map(str, free_ports(len(names))), strict=True))
    kept = {k: v for k, v in os.environ.items() if k.upper().startswith(TAKEN_ALONG)}
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **kept, **ports}
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={bare}/proc",
         "chroot", str(bare), "/bin/sh", "/root/bare_machine.sh"],
        env=environment, capture_output=True, text=True, check=False, timeout=3600,
    )  # fmt: skip
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "ok"
