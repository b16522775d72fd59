#!/usr/bin/env bash
# Lints what Maven does not: templates, API document, shell scripts, the pipeline's build.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/lint.sh

cfn-lint and cfn-guard (AWS Control Tower's rules and cloudformation/rules) over the templates, the linter of the API
document, shellcheck over the scripts, a dry run of buildspec.yml (its commands parse, and those that build are the README's), and
whether each deliberate bug can still be made. A finding, a warning included, fails. What cfn-guard finds can be suppressed
beside the resource: scripts/guard_report.py says how.

Needs a JDK, cfn-lint (pip install cfn-lint), shellcheck and npm; cfn-guard is taken from the npm package
@cdklabs/cdk-validator-cfnguard.
TEXT
}

case ${1:-} in
  -h | --help)
    usage
    exit 0
    ;;
esac

readonly GUARD_PACKAGE=@cdklabs/cdk-validator-cfnguard GUARD_VERSION=0.0.62
# Of the package's archive: what is run here was looked at once.
readonly GUARD_SHA256=660c14562d4c79d524d0623d80d494e41797acae9da23ecb10915d7f66ada80c
# What cfn-lint cannot know: the paths of W3002 are those that aws cloudformation package replaces.
readonly CFN_LINT_IGNORED=W3002

fail() {
  printf 'lint: %s\n' "$1" >&2
  exit 1
}

step() {
  printf 'lint: %s\n' "$1"
}

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly work=$PWD/target/lint
mkdir -p "$work"
command -v cfn-lint >/dev/null 2>&1 || fail "cfn-lint is missing: pip install cfn-lint, and run this again."
python3 -c 'import cfnlint, yaml' 2>/dev/null ||
  fail "python3 does not find cfn-lint's library: pip install cfn-lint into the python3 that is found first."
command -v shellcheck >/dev/null 2>&1 || fail "shellcheck is missing: install it (apt-get install shellcheck) and run this again."
command -v java >/dev/null 2>&1 || fail "java is missing: put a JDK's bin on the PATH, and run this again."
command -v npm >/dev/null 2>&1 || fail "npm is missing: install Node.js, which brings it, and run this again."

templates=()
for file in cloudformation/*.yaml; do
  [ "$file" = cloudformation/openapi.yaml ] || templates+=("$file")
done

step "cfn-lint: ${templates[*]}"
cfn-lint -i "$CFN_LINT_IGNORED" -- "${templates[@]}"

step "cfn-guard: Control Tower's rules and cloudformation/rules"
guard_folder=$work/cfn-guard-$GUARD_VERSION
if [ ! -d "$guard_folder" ]; then
  (cd "$work" && npm pack --silent "$GUARD_PACKAGE@$GUARD_VERSION" >/dev/null) ||
    fail "npm could not fetch $GUARD_PACKAGE $GUARD_VERSION: is the registry reachable?"
  package=$work/cdklabs-cdk-validator-cfnguard-$GUARD_VERSION.tgz
  printf '%s  %s\n' "$GUARD_SHA256" "$package" | sha256sum --check --quiet - ||
    fail "$GUARD_PACKAGE $GUARD_VERSION is not the package that it was."
  mkdir -p "$guard_folder.part"
  tar -xzf "$package" -C "$guard_folder.part" --strip-components 1
  mv "$guard_folder.part" "$guard_folder"
fi
case $(uname -s) in
  Darwin) guard=$guard_folder/bin/macos/$(uname -m | sed 's/arm64/aarch64/')/cfn-guard ;;
  *) guard=$guard_folder/bin/ubuntu/$(uname -m)/cfn-guard ;;
esac
rm -rf "$work/templates"
mkdir "$work/templates"
for file in "${templates[@]}"; do
  python3 scripts/guard_report.py json "$file" >"$work/templates/$(basename "$file" .yaml).json"
done
# Its own exit code says that there are findings, suppressed ones included; an empty report, that it did not run.
"$guard" validate --data "$work/templates" --rules "$guard_folder/rules/control-tower/cfn-guard" cloudformation/rules \
  --structured --output-format json --show-summary none >"$work/findings.json" 2>"$work/guard.log" || true
[ -s "$work/findings.json" ] || fail "cfn-guard did not run: $(head -n 3 "$work/guard.log")"
python3 scripts/guard_report.py report "$work/findings.json" "$work/templates"

step "shellcheck: every script"
shellcheck orders .ci/run scripts/*.sh

step "the API document"
scripts/lint-openapi.sh

step "buildspec.yml: its commands parse, and the README has those that build"
python3 - "$work/buildspec" <<'PYTHON'
import pathlib
import shutil
import sys

import yaml

folder = pathlib.Path(sys.argv[1])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
readme = " ".join(pathlib.Path("README.md").read_text().split())
phases = yaml.safe_load(pathlib.Path("buildspec.yml").read_text())["phases"]
number, unknown = 0, []
for phase, content in phases.items():
    for command in content.get("commands", []) + content.get("finally", []):
        number += 1
        (folder / f"{number:02d}-{phase}.sh").write_text(command + "\n")
        if phase == "build" and " ".join(command.split()) not in readme:
            unknown.append(f"lint: buildspec.yml: the README does not have the command: {command}")
sys.exit("\n".join(unknown) if unknown else 0 if number else "lint: buildspec.yml has no commands")
PYTHON
for file in "$work"/buildspec/*.sh; do
  bash -n "$file"
done

step "the deliberate bugs: each can still be made"
java scripts/DeliberateBugs.java --check >"$work/bugs.log" 2>&1 || fail "$(cat "$work/bugs.log")"

step "no findings"
