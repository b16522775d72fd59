#!/usr/bin/env bash
# Readers beside a publisher on the local system: no error, no wrong answer; prints how long answers took.
set -euo pipefail

case ${1:-} in
  -h | --help)
    printf 'usage: scripts/load.sh [READERS [SECONDS]]\n64 readers and 60 seconds if not said. Fails on any error and on any answer that cannot be.\n'
    exit 0
    ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
exec mvn -q -B -pl clients -am test -Dtest=LoadTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dload.readers="${1:-64}" -Dload.seconds="${2:-60}"
