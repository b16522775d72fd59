#!/usr/bin/env bash
# Looks up the libraries of the functions' archives and of the console in a database of known vulnerabilities.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/scan.sh

Scans the bills of materials that `mvn verify` makes, of the functions, of the notary and of the console, by grype, trivy or
osv-scanner, whichever is installed, with the database that it has: nothing is fetched. ORDERS_BILL=FILE scans that one alone.

Exit codes: 0 nothing severe is known, 1 something is, 2 wrong usage, 3 nothing was scanned for want of a scanner or of its database,
4 a bill is missing or the scanner failed.
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
if [ -n "${ORDERS_BILL:-}" ]; then
  bills=("$ORDERS_BILL")
else
  bills=(handlers/target/handlers-lambda.cdx.json notary/target/notary-lambda.cdx.json console/target/console.cdx.json)
fi

# unscanned WHY [CODE]
unscanned() {
  printf 'scan: NOTHING WAS SCANNED: %s\n' "$1" >&2
  exit "${2:-3}"
}

# scan BILL: 0 nothing severe, 1 something severe, 3 not scanned, which may be for want of a database, 4 not scanned for another reason.
scan() {
  local code severe=1 otherwise=3
  case $scanner in
    # That it has a database is known by now. Older ones exit with 1 where something is severe, as where they fail: that is no pass,
    # either.
    grype)
      severe=2 otherwise=4
      grype "sbom:$1" --fail-on high && code=0 || code=$?
      ;;
    trivy) trivy sbom --offline-scan --skip-db-update --severity HIGH,CRITICAL --exit-code 1 "$1" && code=0 || code=$? ;;
    osv-scanner) osv-scanner --offline "--sbom=$1" && code=0 || code=$? ;;
  esac
  case $code in
    0) ;;
    "$severe") return 1 ;;
    *)
      printf 'scan: %s failed with %s at %s\n' "$scanner" "$code" "$1" >&2
      return "$otherwise"
      ;;
  esac
}

scanner=''
for one in grype trivy osv-scanner; do
  if command -v "$one" >/dev/null 2>&1; then
    scanner=$one
    break
  fi
done
for bill in "${bills[@]}"; do
  [ -f "$bill" ] || unscanned "there is no $bill; mvn verify makes it." 4
done
case $scanner in
  '') unscanned "neither grype nor trivy nor osv-scanner is installed." ;;
  grype)
    export GRYPE_DB_AUTO_UPDATE=false GRYPE_CHECK_FOR_APP_UPDATE=false
    grype db status >/dev/null 2>&1 || unscanned "grype has no database; run grype db update where there is a network."
    ;;
esac
severe=no broken=no failed=()
for bill in "${bills[@]}"; do
  printf 'scan: %s\n' "$bill"
  scan "$bill" && code=0 || code=$?
  case $code in
    1) severe=yes ;;
    3) failed+=("$bill") ;;
    4) broken=yes ;;
  esac
done
[ "$severe" = no ] || exit 1
[ "$broken" = no ] || exit 4
[ ${#failed[@]} -eq 0 ] || {
  printf 'scan: NOT SCANNED: %s. %s failed; it may have no database: trivy image --download-db-only or osv-scanner %s\n' \
    "${failed[*]}" "$scanner" "--download-offline-databases fetches one." >&2
  exit 3
}
printf 'scan: nothing severe is known of %s\n' "${bills[*]}"
