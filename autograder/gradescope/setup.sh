#!/usr/bin/env bash
# Gradescope runs this once, as root, when it makes the image: it installs what grades need, in the
# tested versions. The kit itself is not installed: students' code reads installed packages.
set -euo pipefail
umask 022
root="${AUTOGRADER_ROOT:-/autograder}"
kit="$root/source/kit"

# An index with torch's CPU builds, if one was named when the zip was made, keeps the image small.
if [ -s "$root/source/index" ]; then
  PIP_EXTRA_INDEX_URL="$(cat "$root/source/index")"
  export PIP_EXTRA_INDEX_URL
fi

usable() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; }
has_seccomp() { ldconfig -p | grep -q 'libseccomp\.so\.2'; }
find_python() {
  for python in python3.13 python3.12 python3.11 python3.10 python3; do
    if usable "$python"; then return; fi
  done
  return 1
}

if ! find_python || ! has_seccomp; then
  apt-get update
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    python3 python3-venv libseccomp2
fi
if ! find_python; then
  echo "setup.sh: Expected Python 3.10 or newer, but found none. Choose a newer base image." >&2
  exit 1
fi

[ -x "$root/venv/bin/python" ] || "$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --disable-pip-version-check --no-cache-dir \
  -c "$kit/constraints.txt" -r "$kit/requirements.txt"
