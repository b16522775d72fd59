#!/usr/bin/env bash
# Installs what clients/package-lock.json names, once for each version of that file.
set -euo pipefail

case ${1:-} in
  -h | --help)
    printf 'usage: scripts/npm-tools.sh\nInstalls the npm packages that the tests of the API and its linter need, into clients/node_modules.\n'
    exit 0
    ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../clients"
if [ node_modules/.package-lock.json -nt package-lock.json ]; then
  exit 0
fi
# One installation at a time: tests run side by side.
if command -v flock >/dev/null 2>&1; then
  exec 9<package-lock.json
  flock 9
  if [ node_modules/.package-lock.json -nt package-lock.json ]; then
    exit 0
  fi
fi
if ! command -v npm >/dev/null 2>&1; then
  printf 'npm is missing: install Node.js 20.19 or newer, which brings it, and run this again.\n' >&2
  exit 1
fi
npm ci --ignore-scripts --loglevel=error >&2
touch node_modules/.package-lock.json
