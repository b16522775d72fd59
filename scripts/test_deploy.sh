#!/usr/bin/env bash
# Runs the scripts beside this one against stand-ins on this machine: deploy.sh and cleanup.sh against moto_server,
# test_api.sh against ./orders up. Needs the functions' archive: mvn verify makes it.
set -euo pipefail

case ${1:-} in
  -h | --help)
    cat <<'TEXT'
usage: scripts/test_deploy.sh

Packages the templates with the real aws command into a stand-in for S3 (moto_server, from pip install 'moto[server]') and
compares what was uploaded with what was built, the console's files among it; has cleanup.sh delete protected data there; asks ./orders up the questions
of test_api.sh, with a good token and a bad one, and runs what docs/clients.md shows against it. Uses free ports and temporary folders only.
TEXT
    exit 0
    ;;
esac

readonly PATIENCE_SECONDS=120

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly archive=handlers/target/handlers-lambda.zip
work=$(mktemp -d)
processes=()

stop() {
  local process
  for process in "${processes[@]}"; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop EXIT

fail() {
  printf 'test_deploy: %s\n' "$1" >&2
  exit 1
}

step() {
  printf 'test_deploy: %s\n' "$1"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# wait_for WHAT COMMAND...: until the command succeeds.
wait_for() {
  local what=$1 until=$((SECONDS + PATIENCE_SECONDS))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$until" ] || fail "$what did not start within $PATIENCE_SECONDS s."
    sleep 0.2
  done
}

for tool in aws moto_server python3 curl unzip; do
  command -v "$tool" >/dev/null 2>&1 ||
    fail "$tool is missing: install it (the AWS CLI, pip install 'moto[server]') and run this again."
done
[ -f "$archive" ] || fail "$archive is missing: run mvn verify first."

port=$(free_port)
moto_server -H 127.0.0.1 -p "$port" >"$work/moto.log" 2>&1 &
processes+=($!)
export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1
export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
# For SQS the command goes by an own address, whatever AWS_ENDPOINT_URL says.
mkdir "$work/bin"
cat >"$work/bin/aws" <<WRAPPER
#!/usr/bin/env bash
if [ "\$1" = sqs ]; then set -- --endpoint-url "$AWS_ENDPOINT_URL" "\$@"; fi
exec "$(command -v aws)" "\$@"
WRAPPER
chmod +x "$work/bin/aws"
export PATH=$work/bin:$PATH
wait_for moto_server curl -s "$AWS_ENDPOINT_URL/"

step "deploy.sh refuses names of environments that tables cannot bear"
for name in dev-2 team-a-10 dev-2b eu-1-dev a--b Dev dev- 2dev abcdefghijklmnopq ''; do
  if scripts/deploy.sh --environment "$name" --skip-build --package-only >"$work/said" 2>&1; then fail "deploy.sh takes '$name'."; fi
  grep -q -- "--environment takes .*, not '$name'" "$work/said" || fail "deploy.sh says of '$name': $(cat "$work/said")"
done

step "deploy.sh packages the templates"
packaged=$(scripts/deploy.sh --environment test --skip-build --package-only 2>"$work/deploy.log") ||
  fail "deploy.sh failed: $(tail -n 3 "$work/deploy.log")"
bucket=purchase-orders-artifacts-123456789012-eu-central-1
python3 - "$packaged" "$bucket" >"$work/uploads" <<'PYTHON'
import sys

from cfnlint.decode import cfn_yaml

packaged, bucket = sys.argv[1:]
resources = cfn_yaml.load(packaged)["Resources"]
codes = [r["Properties"]["Code"] for r in resources.values() if r["Type"] == "AWS::Lambda::Function"]
assert len(codes) == 4 and all(code["S3Bucket"] == bucket for code in codes), codes
stacks = [r["Properties"]["TemplateURL"] for r in resources.values() if r["Type"] == "AWS::CloudFormation::Stack"]
body = next(r["Properties"]["Body"] for r in resources.values() if r["Type"] == "AWS::ApiGateway::RestApi")
location = body["Fn::Transform"]["Parameters"]["Location"]
assert location.startswith(f"s3://{bucket}/"), location
for key in {code["S3Key"] for code in codes}:
    print("archive", key)
print("document", location.removeprefix(f"s3://{bucket}/"))
for url in stacks:
    print("template", url.split(f"/{bucket}/", 1)[1])
PYTHON
step "the deployment bears the digest of the API document, so that another document is another one"
document=$(python3 -c 'import hashlib; print(hashlib.sha256(open("cloudformation/openapi.yaml", "rb").read()).hexdigest()[:8])')
python3 - "$packaged" "OrdersApiDeployment$document" <<'PYTHON'
import sys

from cfnlint.decode import cfn_yaml

resources = cfn_yaml.load(sys.argv[1])["Resources"]
names = [name for name, r in resources.items() if r["Type"] == "AWS::ApiGateway::Deployment"]
assert names == [sys.argv[2]], names
assert resources["OrdersApiStage"]["Properties"]["DeploymentId"] == {"Ref": sys.argv[2]}, resources["OrdersApiStage"]
PYTHON
[ "$(grep -c '^archive' "$work/uploads")" = 1 ] || fail "the four functions name different archives."
while read -r kind key; do
  aws s3 cp --quiet "s3://$bucket/$key" "$work/uploaded"
  case $kind in
    archive) cmp "$archive" "$work/uploaded" || fail "the uploaded archive is not the one that was built." ;;
    document) # Written anew by the command, so compared as data.
      python3 -c 'import sys; from cfnlint.decode import cfn_yaml as y; sys.exit(y.load(sys.argv[1]) != y.load(sys.argv[2]))' \
        cloudformation/openapi.yaml "$work/uploaded" || fail "the uploaded API document is not cloudformation/openapi.yaml."
      ;;
    template) aws cloudformation validate-template --template-body "file://$work/uploaded" >/dev/null ||
      fail "the uploaded nested template is none." ;;
  esac
  step "uploaded: $kind $key"
done <"$work/uploads"

[ "$(wc -c <"$packaged")" -le 51200 ] || fail "$packaged is larger than create-stack takes as --template-body."

step "deploy.sh packages a later generation of projections"
later=$(scripts/deploy.sh --environment test --projections 2 --skip-build --package-only 2>"$work/deploy.log") ||
  fail "deploy.sh --projections failed: $(tail -n 3 "$work/deploy.log")"
grep -q "\"S3Bucket\": \"$bucket\"" "$later" || fail "$later does not name the uploaded archive."
if scripts/deploy.sh --environment test --projections 1 --skip-build --package-only 2>/dev/null; then
  fail "deploy.sh makes a stack for the first generation, which is part of its environment's."
fi
step "deploy.sh packages the log's stack with an archive of its own"
evidence=$(scripts/deploy.sh --environment test --evidence --skip-build --package-only 2>"$work/deploy.log") ||
  fail "deploy.sh --evidence failed: $(tail -n 3 "$work/deploy.log")"
[ "$(wc -c <"$evidence")" -le 51200 ] || fail "$evidence is larger than create-stack takes as --template-body."
key=$(python3 - "$evidence" <<'PYTHON'
import sys

from cfnlint.decode import cfn_yaml

resources = cfn_yaml.load(sys.argv[1])["Resources"]
keys = {r["Properties"]["Code"]["S3Key"] for r in resources.values() if r["Type"] == "AWS::Lambda::Function"}
assert len(keys) == 1, keys
print(keys.pop())
PYTHON
)
aws s3 cp --quiet "s3://$bucket/$key" "$work/uploaded"
cmp notary/target/notary-lambda.zip "$work/uploaded" || fail "the uploaded archive is not the notary's."
unzip -p "$work/uploaded" 'lib/notary-*.jar' >"$work/notary.jar"
unzip -l "$work/notary.jar" >"$work/classes"
while read -r handler; do
  grep -q "${handler//.//}.class" "$work/classes" || fail "the notary's archive lacks $handler."
done < <(sed -n 's/^ *Handler: //p' cloudformation/evidence.yaml)
step "the bills of materials say what is in the notary's archive and in the page"
scripts/console.sh
for bill in handlers/target/handlers-lambda notary/target/notary-lambda console/target/console; do
  [ -f "$bill.cdx.json" ] || fail "$bill.cdx.json is missing: run mvn verify first, not offline, as the plugin that makes it skips itself then."
done
python3 - <<'PYTHON'
import hashlib
import json
import zipfile

# Compiled with, and brought by the managed runtime or used by nothing that runs.
LEFT_OUT = {"aws-lambda-java-core", "javatuples", "vavr-match"}

bill = json.load(open("notary/target/notary-lambda.cdx.json"))
own = {c["name"]: f'{c["name"]}-{c["version"]}.jar'
       for c in [bill["metadata"]["component"], *bill["components"]] if c.get("group") == "io.purchaseorders"}
billed = {f'{c["name"]}-{c["version"]}.jar': {h["content"] for h in c["hashes"] if h["alg"] == "SHA-256"}
          for c in bill["components"] if c["name"] not in own.keys() | LEFT_OUT}
with zipfile.ZipFile("notary/target/notary-lambda.zip") as archive:
    archived = {name.removeprefix("lib/"): {hashlib.sha256(archive.read(name)).hexdigest()}
                for name in archive.namelist() if name.startswith("lib/") and name.endswith(".jar")}
assert set(own.values()) <= archived.keys(), set(own.values()) - archived.keys()
archived = {name: digest for name, digest in archived.items() if name not in own.values()}
assert len(archived) > 20 and billed == archived, {name: (billed.get(name), archived.get(name))
                                                  for name in billed.keys() | archived.keys() if billed.get(name) != archived.get(name)}
page = json.load(open("console/target/console.cdx.json"))
named = {c["name"] for c in page["components"]}
wanted = json.load(open("console/package.json"))
assert wanted["dependencies"].keys() | wanted["devDependencies"].keys() <= named, named
assert all(c["purl"].startswith("pkg:npm/") for c in page["components"])
PYTHON
# With a scanner that knows one of the three bills to be bad, one that has no database, and none at all.
mkdir "$work/scanner"
cat >"$work/scanner/grype" <<'STUB'
#!/usr/bin/env bash
case "$1" in
  db) [ "$DATABASE" = there ] ;;
  *) [[ $1 != *"$BAD"* ]] || exit "$GRYPE_EXIT" ;;
esac
STUB
chmod +x "$work/scanner/grype"
# As grype exits: 2 by something severe, 1 by whatever else.
while read -r database bad exits expected words; do
  DATABASE=$database BAD=$bad GRYPE_EXIT=$exits PATH=$work/scanner:$PATH scripts/scan.sh >"$work/said" 2>&1 && code=0 || code=$?
  [ "$code" = "$expected" ] || fail "scan.sh exits $code where $database, $bad, $exits: $(cat "$work/said")"
  grep -qF -- "$words" "$work/said" || fail "scan.sh does not say '$words': $(cat "$work/said")"
done <<'SCANS'
there nothing-is 2 0 nothing severe is known of
there notary-lambda 2 1 scan: notary/target/notary-lambda.cdx.json
there console 2 1 scan: console/target/console.cdx.json
there notary-lambda 1 4 grype failed with 1 at notary/target/notary-lambda.cdx.json
missing nothing-is 2 3 NOTHING WAS SCANNED: grype has no database
SCANS
ORDERS_BILL=$work/no-bill.json DATABASE=there PATH=$work/scanner:$PATH scripts/scan.sh >"$work/said" 2>&1 && code=0 || code=$?
[ "$code" = 4 ] || fail "scan.sh exits $code without a bill: $(cat "$work/said")"
grep -q 'there is no .*no-bill.json' "$work/said" || fail "scan.sh does not say which bill is missing: $(cat "$work/said")"

step "deploy.sh --evidence deploys nothing without a table of events"
if scripts/deploy.sh --environment test --evidence --skip-build --parameter LogName=example.org/log >"$work/said" 2>&1; then
  fail "deploy.sh --evidence deploys without a table of events."
fi
grep -q 'There is no table purchase-orders-test here' "$work/said" || fail "deploy.sh --evidence says: $(cat "$work/said")"

step "deploy.sh says what a failed first creation left and what to do"
mkdir "$work/left-over"
cat >"$work/left-over/aws" <<'STUB'
#!/usr/bin/env bash
# An account with a stack of the status STATUS, with all that one leaves where it says NONE, and with its secret where SECRET.
case "$*" in
  sts*) printf '123456789012\n' ;;
  *describe-stacks*)
    [[ $STATUS != NONE && $STATUS != SECRET ]] || { printf 'ValidationError: Stack with id purchase-orders-test does not exist\n' >&2; exit 255; }
    printf '%s\n' "$STATUS"
    ;;
  *describe-stack-events*) printf 'EventsTable\tout of luck\nRoles\tcancelled\n' ;;
  *describe-secret*) [ "$STATUS" = SECRET ] && printf '2026-11-30T10:00:00+00:00\n' ;;
  *describe-table* | *get-queue-url* | *describe-event-bus* | *describe-archive* | *head-bucket*) [ "$STATUS" = NONE ] ;;
  *) printf 'asked for more than it needs: %s\n' "$*" >&2; exit 1 ;;
esac
STUB
chmod +x "$work/left-over/aws"
while read -r status remedy; do
  if STATUS=$status PATH=$work/left-over:$PATH scripts/deploy.sh --environment test --skip-build >"$work/said" 2>&1; then
    fail "deploy.sh deploys over a stack in $status."
  fi
  grep -qF -- "$remedy" "$work/said" || fail "deploy.sh does not say '$remedy' of $status: $(cat "$work/said")"
  [[ $status == NONE || $status == SECRET || $status == *_IN_PROGRESS ]] || grep -q 'out of luck' "$work/said" ||
    fail "deploy.sh does not say the cause of $status: $(cat "$work/said")"
done <<'STATUSES'
ROLLBACK_COMPLETE scripts/cleanup.sh --environment test, which deletes the record
ROLLBACK_FAILED scripts/cleanup.sh --environment test --delete-data test, which
CREATE_FAILED scripts/cleanup.sh --environment test --delete-data test, which
DELETE_FAILED scripts/cleanup.sh --environment test, which deletes it again
UPDATE_ROLLBACK_FAILED continue-update-rollback --stack-name purchase-orders-test
UPDATE_IN_PROGRESS wait until it is done
NONE table purchase-orders-test,table order-aggregations-test,table order-intake-test,queue purchase-orders-test-events,
NONE bus purchase-orders-test,archive purchase-orders-test,bucket orders-failed-test-123456789012-eu-central-1
SECRET delete-secret --secret-id purchase-orders-test-event-keys --force-delete-without-recovery
STATUSES

step "deploy.sh hands over the log that is kept beside the environment, and none where there is none"
mkdir "$work/account"
cat >"$work/account/aws" <<'STUB'
#!/usr/bin/env bash
# An account in which a deployment shows what it was given.
missing() { printf 'ValidationError: Stack with id %s does not exist\n' "$1" >&2; exit 255; }
printf 'a-warning: this version is no longer supported\n' >&2
case "$*" in
  sts*) printf '123456789012\n' ;;
  *purchase-orders-evidence-test*)
    case $LOG in
      none) missing purchase-orders-evidence-test ;;
      denied) printf 'AccessDenied: not authorized to perform cloudformation:DescribeStacks\n' >&2; exit 254 ;;
    esac
    case "$*" in
      *LogBucketName*) printf 'orders-log-test-123456789012-eu-central-1\n' ;;
      *EvidenceKeyArn*) [ "$LOG" = half ] && printf 'None\n' || printf 'arn:aws:kms:eu-central-1:123456789012:key/k\n' ;;
    esac
    ;;
  *list-stacks*)
    [ "$GENERATIONS" != denied ] || exit 254
    [[ " $* " != *" ${GENERATION_STATUS:-UPDATE_COMPLETE} "* ]] || printf '%b\n' "$GENERATIONS"
    ;;
  *describe-stacks*PermissionsBoundaryArn*) printf 'arn:aws:iam::123456789012:policy/boundary\n' ;;
  *describe-stacks*StreamWindowSeconds*) printf '1\n' ;;
  *describe-stacks*Outputs*OutputKey*) printf 'an-output\n' ;;
  *describe-stacks*StackStatus*) missing purchase-orders-test ;;
  *'cloudformation package'*) while [ "$1" != --output-template-file ]; do shift; done; printf 'OrdersApiDeployment:\n' >"$2" ;;
  *'cloudformation deploy'*) printf '%s\n' "$@" >>"$GIVEN" ;;
  *describe-table* | *get-queue-url* | *describe-event-bus* | *describe-archive* | *head-bucket* | *describe-secret*) exit 255 ;;
esac
STUB
chmod +x "$work/account/aws"
# deploys_with LOG GENERATIONS OPTION...: what was handed over is in given-LOG, what was said in said.
deploys_with() {
  local log=$1 generations=$2
  shift 2
  rm -f "$work/given-$log"
  GIVEN=$work/given-$log LOG=$log GENERATIONS=$generations PATH=$work/account:$PATH \
    "${checkout:-.}/scripts/deploy.sh" --environment test "$@" >"$work/said" 2>&1
}
for log in none kept; do
  deploys_with "$log" '' --skip-build || fail "deploy.sh failed: $(tail -n 3 "$work/said")"
  grep '^Release=' "$work/given-$log" >"$work/release-$log" || fail "deploy.sh hands over no release: $(cat "$work/given-$log")"
done
if grep -q '^Log' "$work/given-none"; then fail "deploy.sh hands over a log that nobody keeps: $(cat "$work/given-none")"; fi
for given in LogBucket=orders-log-test-123456789012-eu-central-1 LogKeyArn=arn:aws:kms:eu-central-1:123456789012:key/k; do
  grep -qxF "$given" "$work/given-kept" || fail "deploy.sh does not hand over $given: $(cat "$work/given-kept")"
done
if grep 'a-warning' "$work"/given-*; then fail "deploy.sh hands over a warning of the aws command."; fi
if cmp -s "$work/release-none" "$work/release-kept"; then fail "the functions would not be published anew with their log."; fi

step "deploy.sh deploys nothing where it cannot learn whether there is a log, or learns half"
while read -r log words; do
  if deploys_with "$log" '' --skip-build; then fail "deploy.sh deploys with a log that is $log."; fi
  grep -qF "$words" "$work/said" || fail "deploy.sh does not say '$words': $(cat "$work/said")"
  [ ! -e "$work/given-$log" ] || fail "deploy.sh deployed: $(cat "$work/given-$log")"
done <<'LOGS'
denied AWS does not say what the stack purchase-orders-evidence-test is: a-warning: this version is no longer supported AccessDenied: not authorized
half has one of the outputs LogBucketName ('orders-log-test-123456789012-eu-central-1') and EvidenceKeyArn ('') without the other
LOGS
deploys_with denied '' --skip-build --parameter LogBucket=orders-log-x --parameter LogKeyArn=arn:aws:kms:x ||
  fail "deploy.sh asks for a log that a parameter names: $(cat "$work/said")"

step "deploy.sh updates the later generations that there are before the environment"
# As AWS lists them: in no order, by pages; those whose names only begin alike are none.
later='purchase-orders-test-projections-10\tpurchase-orders-test-projections-2\npurchase-orders-test-projections-2-old\tpurchase-orders-test-projections-x'
deploys_with none "$later" --skip-build || fail "deploy.sh failed: $(tail -n 3 "$work/said")"
[ "$(grep -A1 -x -e --stack-name "$work/given-none" | grep '^purchase' | paste -sd ' ')" = \
  'purchase-orders-test-projections-2 purchase-orders-test-projections-10 purchase-orders-test' ] ||
  fail "deploy.sh deploys in another order: $(cat "$work/given-none")"
[ "$(grep -cx PermissionsBoundaryArn=arn:aws:iam::123456789012:policy/boundary "$work/given-none")" = 2 ] ||
  fail "deploy.sh does not hand over the environment's boundary: $(cat "$work/given-none")"
if grep 'a-warning' "$work/given-none"; then fail "deploy.sh hands over a warning of the aws command."; fi
# window_of STACK: the one that counts, the last of those handed over.
window_of() { awk -v stack="$1" '$0 == "--stack-name" { getline; of = $0 } of == stack && /^StreamWindowSeconds=/ { last = $0 } END { print last }' "$work/given-none"; }
[ "$(window_of purchase-orders-test-projections-2)" = StreamWindowSeconds=1 ] ||
  fail "deploy.sh does not hand over the environment's window: $(cat "$work/given-none")"
deploys_with none "$later" --skip-build --parameter StreamWindowSeconds=5 --parameter PermissionsBoundaryArn=arn:aws:iam::aws:policy/other \
  --parameter ReportingTimeZone=Europe/Berlin || fail "deploy.sh failed: $(tail -n 3 "$work/said")"
for stack in purchase-orders-test-projections-2 purchase-orders-test-projections-10 purchase-orders-test; do
  [ "$(window_of "$stack")" = StreamWindowSeconds=5 ] || fail "deploy.sh gives $stack another window than its environment: $(cat "$work/given-none")"
done
[ "$(grep -cx PermissionsBoundaryArn=arn:aws:iam::aws:policy/other "$work/given-none")" = 3 ] ||
  fail "deploy.sh does not hand over the environment's next boundary: $(cat "$work/given-none")"
[ "$(grep -c ReportingTimeZone "$work/given-none")" = 1 ] || fail "deploy.sh hands over what is the environment's alone: $(cat "$work/given-none")"
# Those in whose status no update can begin, too: the stand-in takes them, AWS refuses aloud.
for status in UPDATE_FAILED UPDATE_ROLLBACK_FAILED UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS; do
  GENERATION_STATUS=$status deploys_with none "$later" --skip-build || fail "deploy.sh failed: $(tail -n 3 "$work/said")"
  grep -qx purchase-orders-test-projections-2 "$work/given-none" || fail "deploy.sh passes over a later generation in $status."
done
GENERATION_STATUS=DELETE_COMPLETE deploys_with none "$later" --skip-build || fail "deploy.sh failed: $(tail -n 3 "$work/said")"
if grep -q projections "$work/given-none"; then fail "deploy.sh makes a later generation anew that was deleted."; fi
if deploys_with none denied --skip-build; then fail "deploy.sh deploys where it cannot learn which generations there are."; fi
grep -q 'does not say which later generations' "$work/said" || fail "deploy.sh says: $(cat "$work/said")"
[ ! -e "$work/given-none" ] || fail "deploy.sh deployed: $(cat "$work/given-none")"

step "deploy.sh --generations updates them alone, as the pipeline does"
printf 'Resources: {}\n' >"$work/packaged.yaml"
deploys_with none "$later" --generations --packaged "$work/packaged.yaml" --role "arn:aws:iam::123456789012:role/stack" --parameter Release=r-7 \
  --parameter AggregatorConcurrency=4 ||
  fail "deploy.sh --generations failed: $(tail -n 3 "$work/said")"
[ "$(grep -A1 -x -e --stack-name "$work/given-none" | grep '^purchase' | paste -sd ' ')" = \
  'purchase-orders-test-projections-2 purchase-orders-test-projections-10' ] ||
  fail "deploy.sh --generations deploys something else: $(cat "$work/given-none")"
for given in "$work/packaged.yaml" arn:aws:iam::123456789012:role/stack Release=r-7 AggregatorConcurrency=4; do
  [ "$(grep -cxF "$given" "$work/given-none")" = 2 ] || fail "deploy.sh --generations does not hand over $given: $(cat "$work/given-none")"
done
if grep -q 's3-bucket' "$work/given-none"; then fail "deploy.sh --generations needs a bucket for what was packaged before."; fi
# With a file of the environment that says something else than the stack has. A new generation is made for the environment as it is;
# those that there are get what their environment is about to get.
mkdir "$work/checkout"
cp -R scripts cloudformation "$work/checkout"
printf '{\n  "Parameters": {\n    "StreamWindowSeconds": "7"\n  }\n}\n' >"$work/checkout/cloudformation/environments/test.json"
while read -r window option; do
  # shellcheck disable=SC2086 # an option and its value
  checkout=$work/checkout deploys_with none "$later" $option --packaged "$work/packaged.yaml" --parameter Release=r-8 ||
    fail "deploy.sh $option failed: $(tail -n 3 "$work/said")"
  [ "$(window_of purchase-orders-test-projections-2)" = "StreamWindowSeconds=$window" ] ||
    fail "deploy.sh $option hands over another window than $window: $(cat "$work/given-none")"
done <<'WINDOWS'
1 --projections 2
7 --generations
WINDOWS
deploys_with none '' --generations --packaged "$work/packaged.yaml" || fail "deploy.sh --generations fails where there is none: $(cat "$work/said")"
[ ! -e "$work/given-none" ] || fail "deploy.sh --generations deployed: $(cat "$work/given-none")"

step "deploy.sh --console puts the page where CloudFront reads it"
site=orders-console-test-123456789012-eu-central-1
distribution=$(aws cloudfront create-distribution --query Distribution.Id --output text --distribution-config '{"CallerReference": "1",
  "Comment": "", "Enabled": true, "Origins": {"Quantity": 1, "Items": [{"Id": "site", "DomainName": "site.s3.amazonaws.com",
  "S3OriginConfig": {"OriginAccessIdentity": ""}}]}, "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"}}')
mkdir "$work/console"
cat >"$work/console/aws" <<STUB
#!/usr/bin/env bash
# Of the stacks the outputs, which the stand-in does not work out; everything else is its own.
case "\$*" in
  *describe-stacks*ApiEndpoint*) printf 'https://api.example/dev\n' ;;
  *describe-stacks*SignInUrl*) printf 'https://sign-in.example/oauth2/authorize\n' ;;
  *describe-stacks*TokenUrl*) printf 'https://sign-in.example/oauth2/token\n' ;;
  *describe-stacks*UserPoolId*) printf 'eu-central-1_pool\n' ;;
  *describe-stacks*SiteBucket*) printf '$site\n' ;;
  *describe-stacks*DistributionId*) printf '$distribution\n' ;;
  *describe-stacks*ConsoleClientId*) printf 'client\n' ;;
  *) exec "$work/bin/aws" "\$@" ;;
esac
STUB
chmod +x "$work/console/aws"
scripts/console.sh
# Again with another parameter, since the stand-in refuses an update that changes nothing; by a role, as the pipeline does it.
stack_role=arn:aws:iam::123456789012:role/purchase-orders-deployer/stack
for time in first second; do
  PATH=$work/console:$PATH scripts/deploy.sh --environment test --console --skip-build --role "$stack_role" \
    --parameter "SignInOrigin=https://$time.example" >"$work/deploy.log" 2>&1 ||
    fail "deploy.sh --console failed: $(tail -n 3 "$work/deploy.log")"
  rm -rf "$work/site"
  aws s3 cp --quiet --recursive "s3://$site/console" "$work/site"
  diff -r --exclude config.json console/target/site "$work/site" || fail "the page's files are not those that were built."
  [ "$time" = second ] || printf 'old' | aws s3 cp --quiet - "s3://$site/console/assets/old.js"
done
python3 - "$work/site/config.json" "$(aws cloudformation describe-stacks --stack-name purchase-orders-console-test --query 'Stacks[0].Parameters')" <<'PYTHON'
import json
import sys

config = json.load(open(sys.argv[1]))
assert config == {"environment": "test", "api": "https://api.example/dev", "clientId": "client",
                  "authorizationEndpoint": "https://sign-in.example/oauth2/authorize",
                  "tokenEndpoint": "https://sign-in.example/oauth2/token",
                  "scopes": ["openid", "orders/read", "orders/audit"]}, config
given = {p["ParameterKey"]: p["ParameterValue"] for p in json.loads(sys.argv[2])}
assert given == {"Environment": "test", "ApiOrigin": "https://api.example", "SignInOrigin": "https://second.example",
                 "UserPoolId": "eu-central-1_pool"}, given
PYTHON
[ "$(aws cloudformation describe-stacks --stack-name purchase-orders-console-test --query 'Stacks[0].RoleARN' --output text)" = "$stack_role" ] ||
  fail "CloudFormation was not given the role to make the console's stack by."
caching() { aws s3api head-object --bucket "$site" --key "console/$1" --query CacheControl --output text; }
for file in index.html config.json; do
  [ "$(caching "$file")" = no-cache ] || fail "CloudFront would keep an old $file."
done
[[ $(caching "assets/$(basename "$(find console/target/site/assets -name '*.js' | head -n 1)")") == *immutable ]] ||
  fail "CloudFront would ask anew for files that never change."
[ "$(aws cloudfront list-invalidations --distribution-id "$distribution" --query 'length(InvalidationList.Items)')" = 2 ] ||
  fail "what CloudFront keeps of older files was not ended."
if scripts/deploy.sh --environment nowhere --console --skip-build >"$work/said" 2>&1; then
  fail "deploy.sh --console deploys a page before nothing."
fi
grep -q 'deploy the environment first' "$work/said" || fail "deploy.sh --console does not say what is missing: $(cat "$work/said")"

step "release.sh names what is deployed"
release=$(scripts/release.sh a=1)
[[ $release =~ ^[0-9a-f]{16}$ ]] || fail "release.sh prints '$release'."
[ "$release" = "$(scripts/release.sh a=1)" ] || fail "release.sh names the same differently."
[ "$release" != "$(scripts/release.sh a=2)" ] || fail "release.sh does not see another parameter."

step "cleanup.sh keeps data until it is asked by name"
for table in purchase-orders-test order-aggregations-test order-intake-test; do
  aws dynamodb create-table --table-name "$table" --billing-mode PAY_PER_REQUEST --deletion-protection-enabled \
    --attribute-definitions AttributeName=k,AttributeType=S --key-schema AttributeName=k,KeyType=HASH >/dev/null
done
failed=orders-failed-test-123456789012-eu-central-1
aws s3 mb --quiet "s3://$failed" 2>/dev/null || aws s3 mb "s3://$failed" >/dev/null
aws s3api put-bucket-versioning --bucket "$failed" --versioning-configuration Status=Enabled
for content in one two; do printf '%s' "$content" | aws s3 cp --quiet - "s3://$failed/batch"; done
aws s3 rm --quiet "s3://$failed/batch"
aws events create-event-bus --name purchase-orders-test >/dev/null
aws events create-archive --archive-name purchase-orders-test \
  --event-source-arn arn:aws:events:eu-central-1:123456789012:event-bus/purchase-orders-test >/dev/null
for queue in events dead-letters undelivered; do aws sqs create-queue --queue-name "purchase-orders-test-$queue" >/dev/null; done
outage_key=$(aws kms create-key --query KeyMetadata.Arn --output text)
aws sqs set-queue-attributes --attributes "KmsMasterKeyId=$outage_key" \
  --queue-url "$(aws sqs get-queue-url --queue-name purchase-orders-test-undelivered --query QueueUrl --output text)"
aws secretsmanager create-secret --name purchase-orders-test-event-keys --secret-string none >/dev/null
aws cognito-idp create-user-pool --pool-name purchase-orders-test --deletion-protection ACTIVE >/dev/null
scripts/cleanup.sh --environment test >"$work/left"
if aws s3api head-bucket --bucket "$site" >/dev/null 2>&1; then fail "cleanup.sh left the console's files."; fi
for kept in 'table purchase-orders-test' 'table order-aggregations-test' 'table order-intake-test' "bucket $failed" 'archive purchase-orders-test' 'bus purchase-orders-test' queue 'user pool'; do
  grep -q "$kept" "$work/left" || fail "cleanup.sh does not say that it left the $kept: $(cat "$work/left")"
done
if scripts/cleanup.sh --environment test --delete-data tset 2>/dev/null; then
  fail "cleanup.sh takes a misspelt environment."
fi
scripts/cleanup.sh --environment test --delete-data test | tee "$work/deleted"
grep -q '^Nothing that holds data is left' "$work/deleted" || fail "cleanup.sh left something."
grep -qF "scheduled the key $outage_key" "$work/deleted" || fail "cleanup.sh left the key of the queue for what is not delivered."
if scripts/deploy.sh --environment test --skip-build >"$work/said" 2>&1; then
  fail "deploy.sh deploys where a secret of the same name is still to be deleted."
fi
grep -q 'its secret purchase-orders-test-event-keys is there, to be deleted' "$work/said" ||
  fail "deploy.sh does not say that the secret is still there: $(cat "$work/said")"

step "test_api.sh asks ./orders up"
unset AWS_ENDPOINT_URL
ports=("$(free_port)" "$(free_port)" "$(free_port)")
./orders --help >/dev/null 2>&1 || fail "./orders could not be built: run it to see why."
./orders up --api-port "${ports[0]}" --dynamodb-port "${ports[1]}" --events-port "${ports[2]}" >"$work/up" 2>&1 &
processes+=($!)
wait_for './orders up' grep -q '^ready' "$work/up"
endpoint=http://localhost:${ports[0]}
./orders generate --orders 5 --seed 1 | ./orders publish - --endpoint "http://localhost:${ports[2]}" >/dev/null 2>&1
token=$(./orders token --scope orders/read --api-port "${ports[0]}")
scripts/test_api.sh --publish "http://localhost:${ports[2]}" "$endpoint" "$token" | tee "$work/smoke"
grep -q 'its total is 12.34 XTS' "$work/smoke" || fail "test_api.sh did not read the total of what it published."
if scripts/test_api.sh "$endpoint" bad.token.indeed >/dev/null 2>&1; then
  fail "test_api.sh is content with a bad token."
fi
step "docs/clients.md does what it says"
# block LANGUAGE NUMBER: a block of code of the page, at the ports of the system that runs.
block() {
  awk -v language="$1" -v number="$2" '/^```/ { inside = !inside && $0 == "```" language && ++seen == number; next } inside' docs/clients.md |
    sed "s/localhost:8081/localhost:${ports[2]}/; s/localhost:8000/localhost:${ports[1]}/"
}
# Of the table, of the totals and of the stream.
shown() {
  bash -euc "$(block sh 1 | grep '^export'); $(block sh 2)" >"$work/shown" 2>&1 || return
  for text in '"S": "PO-7"' '"aggregationKey"' '"eventName": "INSERT"'; do grep -q "$text" "$work/shown" || return; done
}
bash -euc "$(block sh 1)" >"$work/put" 2>&1 || fail "the page's put-events failed: $(cat "$work/put")"
grep -q '"FailedEntryCount": 0' "$work/put" || fail "the page's event was not taken: $(cat "$work/put")"
wait_for "what the page shows" shown
block python 1 | AWS_DEFAULT_REGION=us-east-1 python3 - >"$work/timestamps" 2>&1 || fail "the page's Python failed: $(cat "$work/timestamps")"
grep -q '#e-1' "$work/timestamps" || fail "the page's Python prints no event of the page: $(cat "$work/timestamps")"

for script in scripts/*.sh; do
  # Read whole: a grep that stops at its first match can end the writer by a broken pipe.
  "$script" --help | grep '^usage: ' >/dev/null || fail "$script --help does not say its usage."
done
step "all as expected"
