#!/usr/bin/env bash
# Lints cloudformation/openapi.yaml by clients/redocly.yaml; a warning fails as an error does.
set -euo pipefail

case ${1:-} in
  -h | --help)
    printf 'usage: scripts/lint-openapi.sh\nLints cloudformation/openapi.yaml with Redocly by the rules of clients/redocly.yaml.\n'
    exit 0
    ;;
esac

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
"$here/npm-tools.sh"
cd -- "$here/../clients"
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
report=$(mktemp)
trap 'rm -f "$report"' EXIT
if ! node_modules/.bin/redocly lint orders --config redocly.yaml >"$report" 2>&1 || grep -qiE '[1-9][0-9]* warning' "$report"; then
  cat "$report" >&2
  exit 1
fi
printf 'cloudformation/openapi.yaml: no findings\n'
