#!/usr/bin/env bash
# A smoke test of a deployed (or local) API: what it answers with a token, without one and with a bad one.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_api.sh API_ENDPOINT AUTH_TOKEN

Asks the API a few questions and checks each answer's status and form. Reads only.

  API_ENDPOINT  the base address: the stack's output ApiEndpoint, or http://localhost:8080 beside ./orders up
  AUTH_TOKEN    an access token with the scope orders/read: from Cognito, or of ./orders token --scope orders/read

Exit codes: 0 all as expected, 1 not, 2 wrong usage.
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac
if [ $# -ne 2 ]; then
  printf 'test_api: wanted API_ENDPOINT and AUTH_TOKEN; see --help.\n' >&2
  exit 2
fi
readonly endpoint=${1%/} token=$2
command -v curl >/dev/null 2>&1 || {
  printf 'test_api: curl is missing: install it and run this again.\n' >&2
  exit 1
}

body=$(mktemp)
config=$(mktemp)
trap 'rm -f "$body" "$config"' EXIT
# In a file, so that no list of processes shows the token.
printf 'header = "Authorization: Bearer %s"\n' "$token" >"$config"
failures=0

# expect STATUS TEXT PATH [CURL-OPTION]...: the status, and a text that the body holds.
expect() {
  local status=$1 text=$2 path=$3 answer
  shift 3
  answer=$(curl -sS --max-time 30 -o "$body" -w '%{http_code} %{content_type}' "$@" "$endpoint$path") ||
    answer="no answer"
  if [[ $answer == "$status "* ]] && grep -qF -- "$text" "$body"; then
    printf 'ok    %s %s\n' "$status" "$path"
    return
  fi
  printf 'WRONG %s gave %s, wanted %s with %s: %s\n' "$path" "$answer" "$status" "$text" "$(head -c 300 "$body")"
  failures=$((failures + 1))
}

readonly problem='"status":'
expect 200 '"status"' /health
expect 200 '"openapi"' /openapi.json
expect 200 '"items"' /aggregations/ALL -K "$config"
expect 200 '"granularity":"MONTH"' '/aggregations/ALL?granularity=MONTH' -K "$config"
expect 200 '"freshness"' '/aggregations/PRODUCT%23no-such-product?granularity=TOTAL' -K "$config"
expect 404 "$problem" /orders/no-such-order -K "$config"
expect 400 granularity '/aggregations/ALL?granularity=FORTNIGHT' -K "$config"
expect 401 '' /aggregations/ALL
expect 401 '' /aggregations/ALL -H 'Authorization: Bearer not.a.token'

if [ "$failures" -ne 0 ]; then
  printf 'test_api: %s of the answers were not as expected.\n' "$failures" >&2
  exit 1
fi
printf 'The API at %s answers as expected.\n' "$endpoint"
