#!/usr/bin/env bash
# A browser for the page tests: Debian's Chromium without a window, where apt and root exist; it takes half the time
# of the whole one. Elsewhere: one that is there already, or none, and then `make test` says which tests it skipped.
set -euo pipefail

found() {
    if [ -n "${CHROMIUM:-}" ]; then echo "$CHROMIUM"; return; fi
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do command -v "$name" && return; done
    return 1
}

if browser=$(found); then
    echo "Page tests use $browser"
elif command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the page tests …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    install() { apt-get install -y -qq --no-install-recommends fonts-noto-core "$1" > /dev/null; }
    install chromium-headless-shell || install chromium # older releases have no package of it
    browser=$(found)
    echo "Page tests use $browser"
else
    echo "No browser here and no way to install one: \`make test\` will skip the page tests." \
        "Install Chromium, or name one in CHROMIUM."
fi
