"""What must be right before anything is downloaded. Standard library only, any Python 3."""

import os
import shutil
import socket
import sys

NEEDED_GB = 4
PORTS = (
    ("OPENBOOK_PORTAL_PORT", "8000", "portal"),
    ("OPENBOOK_DAGSTER_PORT", "3000", "Dagster UI"),
    ("OPENBOOK_DASHBOARDS_PORT", "8501", "dashboards"),
    ("OPENBOOK_COLLECTOR_PORT", "8010", "collector"),
)


def problems(check_ports):
    """Each problem as one text with the one command that helps."""
    found = []
    version = sys.version_info[:2]
    if not (3, 11) <= version <= (3, 13):
        found.append(
            "Python %d.%d is not supported; 3.11, 3.12 and 3.13 are.\n"
            "  Name another one:  make up PYTHON=python3.12" % version
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        found.append(
            "Python's venv module is missing.\n  As root:  apt install python%d.%d-venv" % version
        )
    free = shutil.disk_usage(os.getcwd()).free / 1e9
    if free < NEEDED_GB:
        found.append(
            "Only %.1f GB of disk are free here; %d GB are needed.\n"
            "  See what is large:  du -xh --max-depth=2 ~ | sort -h | tail" % (free, NEEDED_GB)
        )
    if check_ports:
        found += [text for text in map(_port_problem, PORTS) if text]
    return found


def _port_problem(port):
    variable, default, what = port
    number = int(os.environ.get(variable, default))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return (
                "Port %d (%s) is in use.\n  If it is Openbook:  make down\n"
                "  Else choose another:  make up %s=%d" % (number, what, variable, number + 1000)
            )
    return None


if __name__ == "__main__":
    texts = problems("ports" in sys.argv[1:])
    for text in texts:
        print(text, file=sys.stderr)
    sys.exit(1 if texts else 0)
