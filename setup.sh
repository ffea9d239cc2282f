#!/bin/sh
# Sets the project up in .venv from the lock: `sh setup.sh`; `sh setup.sh browser` finds or installs Chromium.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 1; }

find_python() {
    for each in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$each" ] && command -v "$each" >/dev/null 2>&1 || continue
        if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            say "$each"
            return
        fi
    done
}

install_all() {
    python=$(find_python)
    [ -n "$python" ] || stop "Python 3.11 or newer is missing; install it and run make again."
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        say "1/3 Making the virtual environment .venv with $($python --version)"
        rm -rf .venv
        "$python" -m venv .venv || stop "Python's module venv is missing (on Debian and Ubuntu: apt install python3-venv)."
    else
        say "1/3 The virtual environment .venv is there"
    fi
    say "2/3 Installing what locks/dev.txt names (about 1 GB, some minutes the first time)"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes -r locks/dev.txt |
        grep --line-buffered -v -e '^Requirement already satisfied' -e '^Looking in' -e '^Using cached' || true
    # The pipe hides pip's own status, so ask pip whether all is there.
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet --require-hashes -r locks/dev.txt ||
        stop "The packages of locks/dev.txt could not be installed; the lines above say why (is the network there?)."
    say "3/3 Installing Quartierstimme itself"
    .venv/bin/python -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation -e . ||
        stop "The project itself could not be installed; the lines above say why."
    touch .venv/installed
}

find_browser() {
    for each in "${QUARTIER_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
        if [ -n "$each" ] && command -v "$each" >/dev/null 2>&1; then
            command -v "$each"
            return
        fi
    done
}

install_browser() {
    if [ -n "$(find_browser)" ]; then
        return
    fi
    if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
        say "Installing Chromium for the tests of the pages"
        if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-core fonts-noto-color-emoji; } >/dev/null 2>&1; then
            return
        fi
    fi
    say "Chromium is not there and could not be installed: the tests of the pages will be skipped (set QUARTIER_CHROMIUM to its path)."
}

case "${1:-}" in
    "") install_all ;;
    browser) install_browser ;;
    *) stop "usage: sh setup.sh [browser]" ;;
esac
