#!/usr/bin/env bash
# Builds the console, the web page, into console/target/site; does nothing where that is newer than its sources.
set -euo pipefail

case ${1:-} in
  -h | --help)
    printf 'usage: scripts/console.sh\nBuilds the console with npm into console/target/site, unless it is there and newer than its sources, and the bill of
materials of what it is built of and with, console/target/console.cdx.json.\n'
    exit 0
    ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../console"
readonly built=target/site/index.html bill=target/console.cdx.json
is_built() {
  [ -f "$built" ] && [ -f "$bill" ] &&
    [ -z "$(find package-lock.json vite.config.ts tsconfig.json index.html public src ../events/src/main/resources/asyncapi.yaml -newer "$built" -print | head -n 1)" ]
}

if is_built; then
  exit 0
fi
# One build at a time: tests run side by side.
if command -v flock >/dev/null 2>&1; then
  exec 9<package-lock.json
  flock 9
  if is_built; then
    exit 0
  fi
fi
if ! command -v npm >/dev/null 2>&1; then
  printf 'The console is not built, since npm is missing: install Node.js 20.19 or newer, which brings it, and run this again.\n' >&2
  exit 1
fi
printf 'building the console ...\n' >&2
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --ignore-scripts --loglevel=error >/dev/null
  touch node_modules/.package-lock.json
fi
# A system that starts meanwhile reads the files of the last build, or none, but never half of them.
rm -rf target/site.part
npm run --silent build -- --outDir target/site.part >&2
rm -rf target/site
mv target/site.part target/site
npm sbom --package-lock-only --sbom-format cyclonedx --sbom-type application >"$bill.part"
mv "$bill.part" "$bill"
