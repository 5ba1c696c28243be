#!/bin/sh
# Inside the bare machine: `make up` until the pages answer, `make down`, and what is left.
# Called by test_bare_machine.py in namespaces of its own; prints `ok` at the end.
set -eu
cd /root/openbook
echo "installed: $(dpkg-query -f '.\n' -W | wc -l) packages"
for program in java gcc cc chromium msgfmt fc-list; do
    ! command -v "$program" >/dev/null || { echo "this machine is not bare: $program"; exit 1; }
done

make up </dev/null >/root/up.log 2>&1 &
maker=$!
started=$(date +%s)
answers() {
    python3 - "$1" <<'PY'
import sys, urllib.error, urllib.request
try:
    code = urllib.request.urlopen(sys.argv[1], timeout=5).status
except urllib.error.HTTPError as error:
    code = error.code
except OSError:
    sys.exit(1)
sys.exit(code >= 500)
PY
}
for address in \
    "http://localhost:$OPENBOOK_PORTAL_PORT/account/login/" \
    "http://127.0.0.1:$OPENBOOK_DAGSTER_PORT/_openbook/healthz" \
    "http://127.0.0.1:$OPENBOOK_DASHBOARDS_PORT/_stcore/health"; do
    until answers "$address"; do
        kill -0 "$maker" 2>/dev/null || { echo "make up ended:"; tail -20 /root/up.log; exit 1; }
        sleep 2
    done
    echo "$address answers after $(($(date +%s) - started)) s"
done

make down
wait "$maker" || { echo "make up ended with $?"; tail -5 /root/up.log; exit 1; }
for folder in /proc/[0-9]*; do
    pid=${folder#/proc/}
    words=$(tr '\0' ' ' <"$folder/cmdline" 2>/dev/null || true)
    case "$words" in *bare_machine.sh* | tr* | "") ;; *) echo "left: $pid $words"; exit 1 ;; esac
done
echo ok
