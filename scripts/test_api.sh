#!/usr/bin/env bash
# A smoke test of a deployed (or local) system: what the API answers with a token, without one and with a bad one, and, where
# it may publish, whether an order that is published arrives in the totals.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/test_api.sh [--publish BUS] API_ENDPOINT AUTH_TOKEN

Asks the API a few questions and checks each answer's status and form. Reads only, unless it is told to publish.

  --publish BUS publishes one order, then waits up to two minutes until the API has it and its total. BUS is the stack's output
                EventBusName, by the aws command, or the address of ./orders up for events, such as http://localhost:8081. The
                order is one of a customer of its own and in XTS, the currency that ISO 4217 keeps for tests: it stays, as
                every order does, counts as one, and no sum of another currency or customer holds it
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
bus=''
if [ "${1:-}" = --publish ]; then
  bus=${2:-}
  [ -n "$bus" ] || set -- # wrong usage, said below
  [ -z "$bus" ] || shift 2
fi
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

readonly TOTAL=12.34 PATIENCE_SECONDS=120

# publish ENTRIES: to a bus of AWS by the aws command, to a local one as that command would.
publish() {
  case $bus in
    http://* | https://*)
      curl -sS --fail --max-time 30 "$bus/" -H 'X-Amz-Target: AWSEvents.PutEvents' \
        -H 'Content-Type: application/x-amz-json-1.1' --data "{\"Entries\": $1}"
      ;;
    *) aws events put-events --output json --entries "$1" ;;
  esac
}

# Publishes an order and waits until its customer's total is that of the order, no more and no less.
publish_and_read_total() {
  local order name=$bus entries answer until=$((SECONDS + PATIENCE_SECONDS))
  case $bus in http://* | https://*) name=purchase-orders-local ;; esac
  order=smoke-test-$(date -u +%Y%m%dT%H%M%S)-$$
  entries=$(printf '[{"EventBusName": "%s", "Source": "smoke-test", "DetailType": "OrderPlaced", "Detail": "{%s, %s}"}]' "$name" \
    "$(printf '\\"eventId\\": \\"%s\\", \\"orderId\\": \\"%s\\", \\"customerId\\": \\"%s\\"' "$order" "$order" "$order")" \
    "$(printf '\\"occurredAt\\": \\"%s\\", \\"currency\\": \\"XTS\\", \\"lines\\": [{\\"sku\\": \\"smoke-test\\", \\"quantity\\": 1, \\"unitPrice\\": \\"%s\\"}]' \
      "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$TOTAL")")
  if ! answer=$(publish "$entries") || [[ $(tr -d ' \n' <<<"$answer") != *'"FailedEntryCount":0'* ]]; then
    printf 'WRONG the order %s could not be published: %s\n' "$order" "$answer"
    failures=$((failures + 1))
    return
  fi
  printf 'ok    published the order %s\n' "$order"
  until answer=$(curl -sS --max-time 30 -K "$config" "$endpoint/aggregations/CUSTOMER%23$order?granularity=TOTAL") &&
    [[ $answer == *"\"net\":\"$TOTAL\""* ]]; do
    if [ "$SECONDS" -ge "$until" ]; then
      printf 'WRONG the total of %s was not %s XTS within %s s: %s\n' "$order" "$TOTAL" "$PATIENCE_SECONDS" "${answer:0:300}"
      failures=$((failures + 1))
      return
    fi
    sleep 1
  done
  printf 'ok    its total is %s XTS\n' "$TOTAL"
  expect 200 "\"total\":\"$TOTAL\"" "/orders/$order" -K "$config"
}
[ -z "$bus" ] || publish_and_read_total

if [ "$failures" -ne 0 ]; then
  printf 'test_api: %s of the answers were not as expected.\n' "$failures" >&2
  exit 1
fi
printf 'The API at %s answers as expected.\n' "$endpoint"
