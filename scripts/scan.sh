#!/usr/bin/env bash
# Looks up the libraries of the functions' archive in a database of known vulnerabilities.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/scan.sh

Scans the bill of materials that `mvn verify` makes, handlers/target/handlers-lambda.cdx.json, by grype, trivy or
osv-scanner, whichever is installed, with the database that it has: nothing is fetched.

Exit codes: 0 nothing severe is known, 1 something is, 2 wrong usage, 3 nothing was scanned, and why.
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
  '') ;;
  *)
    usage >&2
    exit 2
    ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly bill=${ORDERS_BILL:-handlers/target/handlers-lambda.cdx.json}

unscanned() {
  printf 'scan: NOTHING WAS SCANNED: %s\n' "$1" >&2
  exit 3
}

[ -f "$bill" ] || unscanned "there is no $bill; mvn verify makes it."
if command -v grype >/dev/null 2>&1; then
  export GRYPE_DB_AUTO_UPDATE=false GRYPE_CHECK_FOR_APP_UPDATE=false
  grype db status >/dev/null 2>&1 || unscanned "grype has no database; run grype db update where there is a network."
  grype "sbom:$bill" --fail-on high
elif command -v trivy >/dev/null 2>&1; then
  trivy sbom --offline-scan --skip-db-update --severity HIGH,CRITICAL --exit-code 1 "$bill" && code=0 || code=$?
  [ "$code" -le 1 ] || unscanned "trivy failed; it may have no database: trivy image --download-db-only fetches one."
  exit "$code"
elif command -v osv-scanner >/dev/null 2>&1; then
  osv-scanner --offline "--sbom=$bill" && code=0 || code=$?
  [ "$code" -le 1 ] || unscanned "osv-scanner failed; it may have no database: --download-offline-databases fetches one."
  exit "$code"
else
  unscanned "neither grype nor trivy nor osv-scanner is installed."
fi
