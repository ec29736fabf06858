# Sourced by ./run and ./test: finds Python 3.12+ and uv, installs from the lock file.
# Everything it makes stands in .venv and var/.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

python_fits() {
  "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1
}

# The real file behind a name: version managers put shims in PATH that may not answer.
real_python() { "$1" -c 'import os, sys; print(os.path.realpath(sys.executable))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in "${VIKNO_PYTHON:-}" python3.12 python3.13 python3.14 python3 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234]*/bin/python3 \
    /usr/bin/python3.1[234] /usr/local/bin/python3.1[234] /opt/python*/bin/python3 \
    /opt/homebrew/bin/python3.1[234] \
    "${XDG_DATA_HOME:-$HOME/.local/share}"/uv/python/cpython-3.1[234]*/bin/python3; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && python_fits "$candidate"; then
      real_python "$candidate" && return 0
    fi
  done
  return 1
}

find_uv() {
  local candidate
  for candidate in "${UV:-}" uv "$TOOLS/bin/uv" "$TOOLS/uv" "$HOME/.local/bin/uv" "$HOME/.cargo/bin/uv" /opt/*/bin/uv; do
    if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      command -v "$candidate" && return 0
    fi
  done
  return 1
}

# uv comes from the package index, by whatever this machine has: venv, pip, or Python alone.
install_uv() {
  local base="$1"
  mkdir -p "$TOOLS"
  say "Getting uv, the installer, into $TOOLS …"
  if "$base" -m venv "$TOOLS" >/dev/null 2>&1 &&
    "$TOOLS/bin/python" -m pip install --quiet uv >/dev/null 2>"$TOOLS/pip.log"; then
    return 0
  fi
  if "$base" -m pip install --quiet --target "$TOOLS" uv >/dev/null 2>>"$TOOLS/pip.log"; then
    return 0
  fi
  "$base" .ci/get_uv.py "$TOOLS"
}

any_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 /usr/bin/python3 python; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1; then
      real_python "$candidate" && return 0
    fi
  done
  return 1
}

# toolchain run|test: after it, $PY is the project's own Python.
toolchain() {
  local wanted="$1" stamp state uv
  unset VIRTUAL_ENV PYTHONHOME PYTHONPATH
  # A city's network may sign TLS by itself; the system knows its certificates.
  export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"
  VAR="${VIKNO_VAR:-$PWD/var}"
  TOOLS="$VAR/tools"
  PY="$PWD/.venv/bin/python"
  stamp=".venv/vikno-$wanted"
  state="$(cat uv.lock pyproject.toml | cksum)"
  if [ -x "$PY" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && python_fits "$PY"; then
    return 0
  fi
  if UV_PYTHON="$(find_python)"; then
    export UV_PYTHON UV_PYTHON_DOWNLOADS=never
  else
    unset UV_PYTHON
    export UV_PYTHON_DOWNLOADS=automatic
    say "There is no Python 3.12 or newer here; asking uv to download one."
    say "(Or install it yourself and say where it is: VIKNO_PYTHON=/path/to/python3.12)"
  fi
  uv="$(find_uv)" || {
    install_uv "${UV_PYTHON:-$(any_python || die "Vikno needs a Python: install python3.")}" ||
      die "Could not get uv. Install it (https://docs.astral.sh/uv/) or python3-venv, then try again."
    uv="$(find_uv)" || die "uv was installed into $TOOLS but does not start; see $TOOLS/pip.log."
  }
  say "Installing what uv.lock names …"
  if [ "$wanted" = test ]; then
    "$uv" sync --quiet --frozen --inexact --all-groups || die "The installation failed; see the lines above."
  else
    "$uv" sync --quiet --frozen --inexact --no-default-groups || die "The installation failed; see the lines above."
  fi
  printf '%s' "$state" >"$stamp"
  [ "$wanted" = test ] && printf '%s' "$state" >.venv/vikno-run
  return 0
}
