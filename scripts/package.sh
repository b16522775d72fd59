#!/usr/bin/env bash
# Packages a template: aws cloudformation package, and a name of its own for the deployment of each API document.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'TEXT'
usage: scripts/package.sh TEMPLATE OUTPUT [OPTION]...

Uploads what the template of this name in cloudformation refers to (main, projections, evidence), and writes the template
that can be deployed to OUTPUT, as JSON without indents, since CloudFormation takes no more than 51,200 bytes. Each OPTION goes to
aws cloudformation package: --s3-bucket at least.

A deployment of API Gateway is a copy of the API's document that never changes, so another document needs another one. That of
the packaged template is OrdersApiDeployment and the first eight digits of the SHA-256 of cloudformation/openapi.yaml.

Exit codes: 0 done, 1 failed, 2 wrong usage.
TEXT
    exit 0
    ;;
esac
[ $# -ge 2 ] || {
  printf 'package: needs TEMPLATE and OUTPUT; see --help.\n' >&2
  exit 2
}
readonly template=$1 output=$2
shift 2

templates=$(dirname -- "${BASH_SOURCE[0]}")/../cloudformation
readonly templates
if command -v sha256sum >/dev/null 2>&1; then digest=(sha256sum); else digest=(shasum -a 256); fi
deployment=OrdersApiDeployment$("${digest[@]}" <"$templates/openapi.yaml" | cut -c 1-8)
readonly deployment

aws cloudformation package --template-file "$templates/$template.yaml" --output-template-file "$output" --use-json "$@" >/dev/null
# Not in place: BSD's sed and GNU's have that in different ways.
sed -E "s/^ +//; s/OrdersApiDeployment([^A-Za-z0-9]|\$)/$deployment\1/g" "$output" >"$output.named"
mv "$output.named" "$output"
