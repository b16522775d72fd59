#!/usr/bin/env bash
# Mutation testing of planning, folding and checkpoint code, and the table of its numbers in docs/testing.md.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/mutation.sh [MODULE ...]

Changes the code of the modules (projections handlers) in many small ways and runs their tests against each change, by
PIT in Maven's profile "mutation". Fails if fewer than 90 of a hundred changes are noticed. Writes the numbers between
the marks in docs/testing.md; MODULE/target/pit-reports/index.html shows every change. Takes some minutes.

PIT starts its JVMs from JAVA_HOME: this script looks for a JDK 25 where ./orders does. MUTATION_THREADS is 2 if unset.

Exit codes: 0 enough changes were noticed, 1 too few or the build failed, 2 wrong usage.
HELP
}

modules=(projections handlers)
case ${1:-} in
  --help | -h) usage; exit 0 ;;
  -*) usage >&2; exit 2 ;;
  ?*) modules=("$@") ;;
esac

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
for module in "${modules[@]}"; do
  [ -f "$module/pom.xml" ] || { usage >&2; exit 2; }
done

jdk=
on_path=$(command -v javac || true)
[ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
for candidate in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* /usr/java/* /opt/* /opt/*/jdk* \
  "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/* "${HOME:-}"/.jdks/*; do
  if [ -x "$candidate/bin/javac" ] && grep -qs '^JAVA_VERSION="25[."]' "$candidate/release"; then
    jdk=$candidate
    break
  fi
done
[ -n "$jdk" ] || { printf 'No JDK 25 was found: install one or point JAVA_HOME to it.\n' >&2; exit 1; }

JAVA_HOME=$jdk mvn -q -B -Pmutation -Dmutation.threads="${MUTATION_THREADS:-2}" \
  -pl "$(IFS=,; printf '%s' "${modules[*]}")" -am verify

row() {
  local report=$1/target/pit-reports/mutations.xml all killed
  all=$(grep -o '<mutation ' "$report" | wc -l)
  killed=$(grep -oE "status='(KILLED|TIMED_OUT|MEMORY_ERROR)'" "$report" | wc -l)
  printf '| %s | %d | %d | %d %% | %s |\n' "$1" "$all" "$killed" $((100 * killed / all)) "$(date -u +%Y-%m-%d)"
}

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
for module in "${modules[@]}"; do
  row "$module" >>"$rows"
done
# A module's line is replaced; the others stay.
awk -v rows="$rows" '
  BEGIN { while ((getline line < rows) > 0) { split(line, cell, " *[|] *"); fresh[cell[2]] = line } }
  /<!-- mutation:begin -->/ { inside = 1 }
  /<!-- mutation:end -->/ { inside = 0 }
  { split($0, cell, " *[|] *") }
  inside && (cell[2] in fresh) { print fresh[cell[2]]; next }
  { print }' docs/testing.md >"$rows.page"
mv "$rows.page" docs/testing.md
cat "$rows"
