#!/usr/bin/env bash
# Packages and deploys cloudformation/main.yaml (with --console, --pipeline, --deployer, --evidence or --projections, those templates), then prints the
# stack's outputs.
set -euo pipefail
# What fails in $(...) ends the script, too: a stack deployed with half of its parameters would be worse than none.
shopt -s inherit_errexit

usage() {
  cat <<'TEXT'
usage: scripts/deploy.sh [OPTION]...

Builds the functions' archive, uploads it with the templates (scripts/package.sh), creates or updates the stack by
a change set, and prints its outputs. Account and region are those of the aws command: AWS_PROFILE, AWS_REGION and so on.

  --environment NAME    ends every name (default: dev); cloudformation/environments/NAME.json, where there is one, holds its
                        parameters
  --bucket NAME         where to upload to (default: purchase-orders-artifacts-ACCOUNT-REGION; made if it is missing)
  --parameter KEY=VALUE a parameter of the template; may be given several times
  --console             deploys the stack purchase-orders-console-NAME instead, the web page before the environment NAME, which is
                        deployed already; builds the page, uploads its files, and ends what CloudFront keeps of older ones
  --pipeline            deploys the stack purchase-orders-pipeline instead, which then deploys every commit; its parameters
                        GitHubOwner, GitHubRepo, GitHubBranch and ConnectionArn come by --parameter, or, without a
                        connection, a token as GITHUB_TOKEN
  --deployer            deploys the stack purchase-orders-deployer-NAME instead: the roles by which a pipeline in another
                        account deploys the environment NAME into this one; needs --parameter PipelineAccountId=...
  --projections N       deploys the stack purchase-orders-NAME-projections-N instead: the N-th generation of projections, beside
                        the stack of the environment, whose outputs it takes; ./orders rebuild --region says when, and with
                        which --parameter. A deployment of the environment updates those that there are first
  --generations         updates the stacks of all later generations that there are, and nothing else, as a deployment of the
                        environment does first; each gets every --parameter
  --evidence            deploys the stack purchase-orders-evidence-NAME instead, which keeps the log of the environment NAME beside
                        it: needs --parameter LogName=... An auditor's account gives ExportsAccountId and ExportsKeyId as well
                        (docs/audit.md)
  --role ARN            the role that CloudFormation makes and changes the stack by; without it, by the rights of whoever runs this
  --packaged FILE       deploys this template, which scripts/package.sh has written before, and builds and uploads nothing; with
                        --projections or --generations
  --skip-build          uploads handlers/target/handlers-lambda.zip, notary/target/notary-lambda.zip or console/target/site as it is
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

environment=dev bucket='' template=main generation='' role='' build=verify given='' package_only=no parameters=()
while [ $# -gt 0 ]; do
  case $1 in
    --environment | --bucket | --parameter | --projections | --role | --packaged)
      [ $# -gt 1 ] || fail "$1 needs a value; see --help." 2
      case $1 in
        --environment) environment=$2 ;;
        --bucket) bucket=$2 ;;
        --parameter) parameters+=("$2") ;;
        --projections) template=projections generation=$2 ;;
        --role) role=$2 ;;
        --packaged) given=$2 ;;
      esac
      shift
      ;;
    --console) template=console ;;
    --pipeline) template=pipeline ;;
    --deployer) template=deployer ;;
    --evidence) template=evidence ;;
    --generations) template=generations ;;
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
[[ ! $environment =~ -[0-9] ]] ||
  fail "--environment takes no name with a digit after a hyphen, not '$environment': tables of later generations have it." 2
[[ ${#environment} -le 16 && $environment =~ ^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$ ]] ||
  fail "--environment takes up to 16 of a-z, 0-9 and -, a letter first and after each -, not '$environment'." 2

[ "$template" != projections ] || [[ $generation =~ ^([2-9]|[1-9][0-9]+)$ ]] ||
  fail "--projections takes the number of a generation, 2 or more, not '$generation'." 2

case $template in
  projections | generations) ;;
  *) [ -z "$given" ] || fail "--packaged goes with --projections or --generations." 2 ;;
esac
if [ -n "$given" ]; then
  [ -f "$given" ] || fail "There is no file $given."
  given=$(realpath -- "$given")
fi

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
case $template in
  evidence) module=notary ;;
  *) module=handlers ;;
esac
readonly archive=$module/target/$module-lambda.zip
packaged=${given:-target/$template-packaged.yaml}
readonly site=console/target/site
readonly stack_of_generations=purchase-orders-$environment-projections
readonly settings=cloudformation/environments/$environment.json
case $template in
  main) stack=purchase-orders-$environment ;;
  console) stack=purchase-orders-console-$environment ;;
  projections) stack=purchase-orders-$environment-projections-$generation ;;
  pipeline) stack=purchase-orders-pipeline ;;
  deployer) stack=purchase-orders-deployer-$environment ;;
  evidence) stack=purchase-orders-evidence-$environment ;;
  generations) stack=$stack_of_generations ;; # and the number of each
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
    fast) mvn -B -Pfast package -Dassembly.skipAssembly=false -pl "$module" -am ;;
    no) ;;
  esac
  [ -f "$archive" ] || fail "$archive is missing: leave --skip-build out, or run mvn verify first."
}

build_console() {
  [ "$build" = no ] || scripts/console.sh
  [ -f "$site/index.html" ] || fail "$site is missing: leave --skip-build out, or run scripts/console.sh first."
}

# described STACK QUERY: what describe-stacks answers of it, one a line; nothing where there is no such stack. Whatever else keeps
# it from answering, such as a permission that is missing, ends the script: it is no sign that there is nothing.
described() {
  local answer said why
  # Apart from the answer: the command warns there, of a Python that it will not support for much longer, say.
  said=$(mktemp)
  if answer=$(aws cloudformation describe-stacks --stack-name "$1" --query "$2" --output text 2>"$said"); then
    rm -f "$said"
    printf '%s\n' "$answer" | tr '\t' '\n' | sed '/^None$/d; /^$/d'
  else
    why=$(tr '\n' ' ' <"$said")
    rm -f "$said"
    [[ $why == *'does not exist'* ]] || fail "AWS does not say what the stack $1 is: $why"
  fi
}

# output STACK KEY
output() {
  local value
  value=$(described "$1" "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue")
  if [ -z "$value" ]; then
    fail "There is no stack $1 with the output $2 in $region: deploy the environment first, scripts/deploy.sh --environment $environment."
  fi
  printf '%s\n' "$value"
}

# Scheme and host of an address.
origin() {
  [[ $1 =~ ^https://[^/]+ ]] || fail "$1 is no https address."
  printf '%s\n' "${BASH_REMATCH[0]}"
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
  scripts/package.sh "$template" "$packaged" --s3-bucket "$bucket" --s3-prefix "$stack" ||
    fail "The templates could not be packaged into $bucket: see the message above."
}

# KEY=VALUE by line, of the form that the pipeline reads too: one "Key": "value" a line.
settings() {
  [ ! -f "$settings" ] || sed -n 's/^ *"\([A-Za-z]*\)": "\(.*\)",\{0,1\}$/\1=\2/p' "$settings"
}

# What a later generation takes from the stack of its environment: outputs, and parameters that hold for both.
outputs() {
  local output parameter value
  for output in DataKeyArn EventsStreamArn EventKeysArn SubnetIds SecurityGroupId StreamsEndpointName AlarmTopicArn; do
    value=$(output "purchase-orders-$environment" "$output")
    printf '%s=%s\n' "$output" "$value"
  done
  for parameter in PermissionsBoundaryArn StreamWindowSeconds; do
    value=$(described "purchase-orders-$environment" "Stacks[0].Parameters[?ParameterKey=='$parameter'].ParameterValue")
    [ -z "$value" ] || printf '%s=%s\n' "$parameter" "$value"
  done
}

# The log that the API answers: that of the stack which keeps one beside the environment, once it is there. Where a parameter names
# one, nobody is asked.
log() {
  local stack=purchase-orders-evidence-$environment kept bucket key
  kept=$(settings)
  [[ " ${kept//$'\n'/ } ${parameters[*]} " != *' LogBucket='* ]] || return 0
  bucket=$(described "$stack" "Stacks[0].Outputs[?OutputKey=='LogBucketName'].OutputValue")
  key=$(described "$stack" "Stacks[0].Outputs[?OutputKey=='EvidenceKeyArn'].OutputValue")
  [ -n "$bucket$key" ] || return 0
  if [ -z "$bucket" ] || [ -z "$key" ]; then
    fail "The stack $stack has one of the outputs LogBucketName ('$bucket') and EvidenceKeyArn ('$key') without the other: its creation or
update has not ended well. Mend it, or name the log by --parameter LogBucket=... --parameter LogKeyArn=..."
  fi
  printf 'LogBucket=%s\nLogKeyArn=%s\n' "$bucket" "$key"
}

# release KEY=VALUE...: the name of what is deployed, unless a parameter gives it, as the pipeline's does.
release() {
  local digest parameter
  for parameter in "${parameters[@]}"; do
    [[ $parameter != Release=* ]] || return 0
  done
  digest=$(scripts/release.sh "Environment=$environment" "$@" "${parameters[@]}")
  printf 'Release=%s\n' "$digest"
}

# The later ones count, so that --parameter overrules the environment's.
overrides() {
  case $template in
    main)
      local of_log kept=()
      of_log=$(log)
      [ -z "$of_log" ] || mapfile -t kept <<<"$of_log"
      printf '%s\n' "Environment=$environment" "${kept[@]}"
      settings
      release "${kept[@]}"
      ;;
    console)
      printf 'Environment=%s\nApiOrigin=%s\nSignInOrigin=%s\nUserPoolId=%s\n' "$environment" "$api_origin" "$sign_in_origin" "$pool"
      ;;
    projections)
      printf 'Environment=%s\nGeneration=%s\n' "$environment" "$generation"
      settings | grep -E '^(DeletionProtection|PermissionsBoundaryArn|StreamWindowSeconds)=' || true
      # What the environment was deployed with counts more than its file; what it is about to get comes as parameters.
      outputs
      release
      ;;
    deployer) printf 'Environment=%s\n' "$environment" ;;
    evidence)
      printf 'Environment=%s\n' "$environment"
      [ -z "$table" ] || printf 'EventsTableArn=%s\n' "$table"
      ;;
    pipeline) [ -z "${GITHUB_TOKEN:-}" ] || printf 'GitHubToken=%s\n' "$GITHUB_TOKEN" ;;
  esac
  [ ${#parameters[@]} -eq 0 ] || printf '%s\n' "${parameters[@]}"
}

# Of the environment in this account.
events_table() {
  aws dynamodb describe-table --table-name "purchase-orders-$environment" --query Table.TableArn --output text 2>/dev/null ||
    fail "There is no table purchase-orders-$environment here: deploy the environment first, or name the account of its exports
(--parameter ExportsAccountId=..., see --help)."
}

status() {
  described "$stack" 'Stacks[0].StackStatus'
}

# The first failure is the cause; the others were cancelled because of it.
first_failure() {
  aws cloudformation describe-stack-events --stack-name "$stack" --output text --query \
    "reverse(StackEvents)[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId, ResourceStatusReason]" | head -n 1
}

# What an earlier attempt left, which CloudFormation would refuse in words that name no remedy.
refuse_leftovers() {
  local now table queue bucket deleted found=() secret=$stack-event-keys
  now=$(status)
  case $now in
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
    *_IN_PROGRESS) fail "Something else is changing $stack ($now): wait until it is done and run this again." ;;
    '')
      for table in "purchase-orders-$environment" "order-aggregations-$environment" "order-intake-$environment"; do
        if aws dynamodb describe-table --table-name "$table" >/dev/null 2>&1; then found+=("table $table"); fi
      done
      for queue in events dead-letters undelivered; do
        queue=purchase-orders-$environment-$queue
        if aws sqs get-queue-url --queue-name "$queue" >/dev/null 2>&1; then found+=("queue $queue"); fi
      done
      if aws events describe-event-bus --name "$stack" >/dev/null 2>&1; then found+=("bus $stack"); fi
      if aws events describe-archive --archive-name "$stack" >/dev/null 2>&1; then found+=("archive $stack"); fi
      bucket=orders-failed-$environment-$account-$region
      if aws s3api head-bucket --bucket "$bucket" >/dev/null 2>&1; then found+=("bucket $bucket"); fi
      [ ${#found[@]} -eq 0 ] ||
        fail "There is no stack $stack, but what it had is there: $(IFS=, && printf '%s' "${found[*]}"). A stack that was deleted has left
that, with its data. Choose another --environment, or delete it for good: scripts/cleanup.sh --environment $environment --delete-data $environment"
      if deleted=$(aws secretsmanager describe-secret --secret-id "$secret" --query DeletedDate --output text 2>/dev/null); then
        fail "There is no stack $stack, but its secret $secret is there$([ "$deleted" = None ] || printf ', to be deleted in 30 days after %s' "$deleted"): its keys verify the
exports of the events that were deleted. Choose another --environment, or give that up and delete it at once:
aws secretsmanager delete-secret --secret-id $secret --force-delete-without-recovery"
      fi
      ;;
  esac
}

deploy() {
  local lines values upload=() by=()
  lines=$(overrides)
  mapfile -t values <<<"$lines"
  [ -z "$role" ] || by=(--role-arn "$role")
  [ -z "$bucket" ] || upload=(--s3-bucket "$bucket" --s3-prefix "$stack")
  # AUTO_EXPAND: the API's document is included by a transform. IAM: the roles, none of which has a name of its own.
  aws cloudformation deploy --stack-name "$stack" --template-file "$packaged" "${upload[@]}" "${by[@]}" \
    --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND --no-fail-on-empty-changeset \
    --parameter-overrides "${values[@]}" ||
    fail "The stack $stack was not deployed ($(status)). The cause: $(first_failure).
Run this again to be told what to do about what is left; aws cloudformation describe-stack-events --stack-name $stack says more."
}

# Later generations first: what order-processor begins to write, every consumer of the stream must know. A stack that is being deleted,
# or whose creation failed, is none of them; one whose update failed is, so that the deployment fails with it.
deploy_generations() {
  local names number numbers parameter set=() both=() to=()
  # By name and status alone, which is all that the pipeline's role may ask of other stacks.
  names=$(aws cloudformation list-stacks --output text --query "StackSummaries[?starts_with(StackName, '$stack_of_generations-')].StackName" \
    --stack-status-filter CREATE_COMPLETE UPDATE_COMPLETE UPDATE_FAILED UPDATE_ROLLBACK_COMPLETE UPDATE_ROLLBACK_FAILED \
    CREATE_IN_PROGRESS UPDATE_IN_PROGRESS UPDATE_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_ROLLBACK_IN_PROGRESS \
    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS) ||
    fail "AWS does not say which later generations of projections there are: see the message above."
  numbers=$(printf '%s\n' "$names" | tr '\t' '\n' | sed -n "s/^$stack_of_generations-\([1-9][0-9]*\)\$/\1/p" | sort -n)
  if [ -n "$given" ]; then to=(--packaged "$given"); else to=(--bucket "$bucket" --skip-build); fi
  # What holds for the environment and its later generations, as the environment is about to get it: its stack says what it had.
  mapfile -t set < <(settings)
  for parameter in "${set[@]}"; do
    case $parameter in PermissionsBoundaryArn=* | StreamWindowSeconds=*) both+=(--parameter "$parameter") ;; esac
  done
  for parameter in "${parameters[@]}"; do
    case $template:$parameter in
      generations:* | main:PermissionsBoundaryArn=* | main:Release=* | main:StreamWindowSeconds=*) both+=(--parameter "$parameter") ;;
    esac
  done
  for number in $numbers; do
    scripts/deploy.sh --environment "$environment" --projections "$number" "${to[@]}" ${role:+--role "$role"} "${both[@]}"
  done
}

# What the page asks, and whom it asks for a token.
read_environment() {
  local main=purchase-orders-$environment
  api=$(output "$main" ApiEndpoint)
  sign_in=$(output "$main" SignInUrl)
  token=$(output "$main" TokenUrl)
  pool=$(output "$main" UserPoolId)
  api_origin=$(origin "$api")
  sign_in_origin=$(origin "$sign_in")
}

# Files whose names tell their content first, so that no page names one that is not there yet, and older ones last.
upload_console() {
  local to distribution client
  to=s3://$(output "$stack" SiteBucket)/console
  distribution=$(output "$stack" DistributionId)
  client=$(output "$stack" ConsoleClientId)
  printf '{"environment":"%s","api":"%s","authorizationEndpoint":"%s","tokenEndpoint":"%s","clientId":"%s","scopes":["openid","orders/read","orders/audit"]}\n' \
    "$environment" "$api" "$sign_in" "$token" "$client" >target/console-config.json
  aws s3 cp --only-show-errors --recursive "$site/assets" "$to/assets" --cache-control 'public, max-age=31536000, immutable'
  aws s3 cp --only-show-errors target/console-config.json "$to/config.json" --content-type application/json --cache-control no-cache
  aws s3 cp --only-show-errors --recursive "$site" "$to" --exclude 'assets/*' --cache-control no-cache
  aws s3 sync --only-show-errors "$site" "$to" --exclude config.json --delete --size-only
  aws cloudfront create-invalidation --distribution-id "$distribution" --paths '/console/*' >/dev/null
}

[ "$template" != main ] || [ "$package_only" = yes ] || refuse_leftovers
[ "$template" != generations ] || [ "$package_only" = no ] || fail "--generations packages what --projections N does." 2
if [ -n "$given" ]; then
  [ "$package_only" = no ] || fail "--packaged says that it was packaged before." 2
else
  case $template in main | evidence | projections | generations) build ;; esac
  mkdir -p target
  if [ "$template" = console ]; then
    [ "$package_only" = no ] || fail "The console's template names nothing that has to be uploaded before it." 2
    read_environment
    build_console
    # As it is, without a bucket of artifacts.
    packaged=cloudformation/console.yaml
  else
    bucket
    [ "$template" = generations ] || package
  fi
fi
if [ "$package_only" = yes ]; then
  printf '%s\n' "$packaged"
  exit 0
fi
table=''
[ "$template" != evidence ] || [[ " ${parameters[*]} " == *" ExportsAccountId="* ]] || table=$(events_table)
case $template in main | generations) deploy_generations ;; esac
[ "$template" != generations ] || exit 0
deploy
[ "$template" != console ] || upload_console
aws cloudformation describe-stacks --stack-name "$stack" \
  --query 'Stacks[0].Outputs[].[OutputKey, OutputValue]' --output text
