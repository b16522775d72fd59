#!/usr/bin/env bash
# Packages and deploys cloudformation/main.yaml (with --pipeline or --deployer, those templates), then prints the stack's outputs.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/deploy.sh [OPTION]...

Builds the functions' archive, uploads it with the templates (aws cloudformation package), creates or updates the stack by
a change set, and prints its outputs. Account and region are those of the aws command: AWS_PROFILE, AWS_REGION and so on.

  --environment NAME    ends every name (default: dev); cloudformation/environments/NAME.json, where there is one, holds its
                        parameters
  --bucket NAME         where to upload to (default: purchase-orders-artifacts-ACCOUNT-REGION; made if it is missing)
  --parameter KEY=VALUE a parameter of the template; may be given several times
  --pipeline            deploys the stack purchase-orders-pipeline instead, which then deploys every commit; its parameters
                        GitHubOwner, GitHubRepo, GitHubBranch and ConnectionArn come by --parameter, or, without a
                        connection, a token as GITHUB_TOKEN
  --deployer            deploys the stack purchase-orders-deployer-NAME instead: the roles by which a pipeline in another
                        account deploys the environment NAME into this one; needs --parameter PipelineAccountId=...
  --skip-build          uploads handlers/target/handlers-lambda.zip as it is
  --skip-tests          builds without checks and tests
  --package-only        uploads, writes the template that could be deployed, and stops
  --help                this text

Exit codes: 0 done, 1 failed, 2 wrong usage.
TEXT
}

fail() {
  printf 'deploy: %s\n' "$1" >&2
  exit "${2:-1}"
}

environment=dev bucket='' template=main build=verify package_only=no parameters=()
while [ $# -gt 0 ]; do
  case $1 in
    --environment | --bucket | --parameter)
      [ $# -gt 1 ] || fail "$1 needs a value; see --help." 2
      case $1 in
        --environment) environment=$2 ;;
        --bucket) bucket=$2 ;;
        --parameter) parameters+=("$2") ;;
      esac
      shift
      ;;
    --pipeline) template=pipeline ;;
    --deployer) template=deployer ;;
    --skip-build) build=no ;;
    --skip-tests) build=fast ;;
    --package-only) package_only=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) fail "$1 is not known; see --help." 2 ;;
  esac
  shift
done
[[ ! $environment =~ -[0-9]+$ ]] ||
  fail "--environment takes no name that ends in a hyphen and digits, not '$environment': tables of later generations do." 2
[[ ${#environment} -le 16 && $environment =~ ^[a-z]([a-z0-9-]*[a-z])?[0-9]*$ ]] ||
  fail "--environment takes up to 16 of a-z, 0-9 and -, a letter first and no - at the end, not '$environment'." 2

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly archive=handlers/target/handlers-lambda.zip
readonly packaged=target/$template-packaged.yaml
readonly settings=cloudformation/environments/$environment.json
case $template in
  main) stack=purchase-orders-$environment ;;
  pipeline) stack=purchase-orders-pipeline ;;
  deployer) stack=purchase-orders-deployer-$environment ;;
esac

command -v aws >/dev/null 2>&1 || fail "The aws command is missing: install the AWS CLI and run this again."
account=$(aws sts get-caller-identity --query Account --output text 2>/dev/null) ||
  fail "AWS does not accept the credentials: run aws sts get-caller-identity to see why."
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$region" ] || fail "No region is set: export AWS_REGION=... and run this again."
export AWS_REGION=$region

build() {
  case $build in
    verify) mvn -B verify ;;
    fast) mvn -B -Pfast package -Dassembly.skipAssembly=false -pl handlers -am ;;
    no) ;;
  esac
  [ -f "$archive" ] || fail "$archive is missing: leave --skip-build out, or run mvn verify first."
}

bucket() {
  bucket=${bucket:-purchase-orders-artifacts-$account-$region}
  if aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1; then
    return
  fi
  local where=()
  [ "$region" = us-east-1 ] || where=(--create-bucket-configuration "LocationConstraint=$region")
  aws s3api create-bucket --bucket "$bucket" "${where[@]}" >/dev/null ||
    fail "The bucket $bucket cannot be made: name another with --bucket."
  aws s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
  aws s3api put-bucket-versioning --bucket "$bucket" --versioning-configuration Status=Enabled
  aws s3api put-bucket-encryption --bucket "$bucket" --server-side-encryption-configuration \
    '{"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}, "BucketKeyEnabled": true}]}'
}

package() {
  mkdir -p target
  aws cloudformation package --template-file "cloudformation/$template.yaml" \
    --s3-bucket "$bucket" --s3-prefix "$stack" --output-template-file "$packaged" >/dev/null ||
    fail "The templates could not be packaged into $bucket: see the message above."
}

# KEY=VALUE by line, of the form that the pipeline reads too: one "Key": "value" a line.
settings() {
  [ ! -f "$settings" ] || sed -n 's/^ *"\([A-Za-z]*\)": "\(.*\)",\{0,1\}$/\1=\2/p' "$settings"
}

# The later ones count, so that --parameter overrules the environment's.
overrides() {
  case $template in
    main)
      printf 'Environment=%s\n' "$environment"
      settings
      printf 'Release=%s\n' "$(scripts/release.sh "Environment=$environment" "${parameters[@]}")"
      ;;
    deployer) printf 'Environment=%s\n' "$environment" ;;
    pipeline) [ -z "${GITHUB_TOKEN:-}" ] || printf 'GitHubToken=%s\n' "$GITHUB_TOKEN" ;;
  esac
  [ ${#parameters[@]} -eq 0 ] || printf '%s\n' "${parameters[@]}"
}

status() {
  aws cloudformation describe-stacks --stack-name "$stack" --query 'Stacks[0].StackStatus' --output text 2>/dev/null || true
}

# The first failure is the cause; the others were cancelled because of it.
first_failure() {
  aws cloudformation describe-stack-events --stack-name "$stack" --output text --query \
    "reverse(StackEvents)[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId, ResourceStatusReason]" | head -n 1
}

# What an earlier attempt left, which CloudFormation would refuse in words that name no remedy.
refuse_leftovers() {
  local table found=()
  case $(status) in
    ROLLBACK_COMPLETE)
      fail "The first creation of $stack failed and was taken back; only its record is left. The cause: $(first_failure).
Mend it, run scripts/cleanup.sh --environment $environment, which deletes the record, and then this again."
      ;;
    CREATE_FAILED | ROLLBACK_FAILED)
      fail "The first creation of $stack failed and could not be taken back whole. The cause: $(first_failure).
Mend it, run scripts/cleanup.sh --environment $environment --delete-data $environment, which deletes what is left for good (the tables
of a stack that never came up hold nothing), and then this again."
      ;;
    UPDATE_ROLLBACK_FAILED)
      fail "An update of $stack failed and could not be taken back whole. The cause: $(first_failure).
Mend it, run aws cloudformation continue-update-rollback --stack-name $stack, and then this again."
      ;;
    DELETE_FAILED)
      fail "The deletion of $stack has failed half-way. The cause: $(first_failure).
Mend it, run scripts/cleanup.sh --environment $environment, which deletes it again, and then this again."
      ;;
    REVIEW_IN_PROGRESS) ;; # A change set was made and never executed: there is nothing yet.
    *_IN_PROGRESS) fail "Something else is changing $stack ($(status)): wait until it is done and run this again." ;;
    '')
      for table in "purchase-orders-$environment" "order-aggregations-$environment" "order-intake-$environment"; do
        if aws dynamodb describe-table --table-name "$table" >/dev/null 2>&1; then found+=("$table"); fi
      done
      [ ${#found[@]} -eq 0 ] ||
        fail "There is no stack $stack, but its tables are there: ${found[*]}. A stack that was deleted has left them, with
their data. Choose another --environment, or delete them for good: scripts/cleanup.sh --environment $environment --delete-data $environment"
      ;;
  esac
}

deploy() {
  local values
  mapfile -t values < <(overrides)
  # AUTO_EXPAND: the API's document is included by a transform. IAM: the roles, none of which has a name of its own.
  aws cloudformation deploy --stack-name "$stack" --template-file "$packaged" --s3-bucket "$bucket" --s3-prefix "$stack" \
    --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND --no-fail-on-empty-changeset \
    --parameter-overrides "${values[@]}" ||
    fail "The stack $stack was not deployed ($(status)). The cause: $(first_failure).
Run this again to be told what to do about what is left; aws cloudformation describe-stack-events --stack-name $stack says more."
}

[ "$template" != main ] || [ "$package_only" = yes ] || refuse_leftovers
[ "$template" != main ] || build
bucket
package
if [ "$package_only" = yes ]; then
  printf '%s\n' "$packaged"
  exit 0
fi
deploy
aws cloudformation describe-stacks --stack-name "$stack" \
  --query 'Stacks[0].Outputs[].[OutputKey, OutputValue]' --output text
