#!/usr/bin/env bash
# Names a release by what it deploys: a digest of the functions' archive, the templates and the parameters.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'TEXT'
usage: scripts/release.sh [KEY=VALUE]...

Prints 16 hexadecimal digits, alone on standard output: of the SHA-256 of the functions' archive, of every file in
cloudformation (the environments' parameters among them) and of the parameters given here. As the template's parameter Release
it makes CloudFormation publish new versions of the functions exactly when something that is deployed has changed.

Needs handlers/target/handlers-lambda.zip: mvn verify makes it. Exit codes: 0 done, 1 failed.
TEXT
    exit 0
    ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly archive=handlers/target/handlers-lambda.zip
[ -f "$archive" ] || {
  printf 'release: %s is missing: run mvn verify first.\n' "$archive" >&2
  exit 1
}
if command -v sha256sum >/dev/null 2>&1; then digest=(sha256sum); else digest=(shasum -a 256); fi

{
  find "$archive" cloudformation -type f | LC_ALL=C sort | while read -r file; do
    printf '%s ' "$file"
    "${digest[@]}" <"$file"
  done
  [ $# -eq 0 ] || printf '%s\n' "$@" | LC_ALL=C sort
} | "${digest[@]}" | cut -c 1-16
