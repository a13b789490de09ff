#!/usr/bin/env bash
# A browser for the page tests: Debian's Chromium, where apt and root exist. Elsewhere: one that is there already,
# or none, and then `make test` says which tests it skipped.
set -euo pipefail

found() { [ -n "${CHROMIUM:-}" ] && echo "$CHROMIUM" || command -v chromium || command -v chromium-browser || command -v google-chrome; }

if browser=$(found); then
    echo "Page tests use $browser"
elif command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the page tests …"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-noto-core > /dev/null
    browser=$(found)
    echo "Page tests use $browser"
else
    echo "No browser here and no way to install one: \`make test\` will skip the page tests." \
        "Install Chromium, or name one in CHROMIUM."
fi
