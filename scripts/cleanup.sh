#!/usr/bin/env bash
# Deletes the stacks of an environment. What holds data stays, unless it is asked for by name.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: scripts/cleanup.sh --environment NAME [--delete-data NAME]
       scripts/cleanup.sh --pipeline
       scripts/cleanup.sh --environment NAME --deployer
       scripts/cleanup.sh --environment NAME --projections N

Deletes the stack purchase-orders-NAME, with its console before it, and waits until both are gone. The tables, the bus with its archive, the failed batches,
the queues' messages, the user pool and the key that encrypts them stay; the end says what is left.

  --environment NAME   the environment
  --pipeline           deletes the stack purchase-orders-pipeline instead; what it deployed stays
  --deployer           deletes the stack purchase-orders-deployer-NAME instead; what it deployed stays
  --projections N      deletes the stack purchase-orders-NAME-projections-N instead, with its table: a generation of
                       projections, after ./orders retire N. Those that there are go with the environment's stack as well
  --delete-data NAME   deletes what is left as well, for good; NAME must be the environment once more. The key is only
                       scheduled for deletion, 30 days ahead, since backups may still need it
  --help               this text

Exit codes: 0 done, 1 failed, 2 wrong usage.
TEXT
}

fail() {
  printf 'cleanup: %s\n' "$1" >&2
  exit "${2:-1}"
}

environment='' data='' generation='' pipeline=no deployer=no
while [ $# -gt 0 ]; do
  case $1 in
    --environment | --delete-data | --projections)
      [ $# -gt 1 ] || fail "$1 needs a value; see --help." 2
      case $1 in
        --environment) environment=$2 ;;
        --delete-data) data=$2 ;;
        --projections) generation=$2 ;;
      esac
      shift
      ;;
    --pipeline) pipeline=yes ;;
    --deployer) deployer=yes ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) fail "$1 is not known; see --help." 2 ;;
  esac
  shift
done
[ -n "$environment" ] || [ "$pipeline" = yes ] || fail "--environment is missing; see --help." 2
[ -z "$data" ] || [ "$data" = "$environment" ] ||
  fail "--delete-data says '$data' and --environment '$environment': nothing was deleted." 2

command -v aws >/dev/null 2>&1 || fail "The aws command is missing: install the AWS CLI and run this again."
account=$(aws sts get-caller-identity --query Account --output text 2>/dev/null) ||
  fail "AWS does not accept the credentials: run aws sts get-caller-identity to see why."

readonly name=purchase-orders-$environment
readonly tables=("$name" "order-aggregations-$environment" "order-intake-$environment")
readonly queues=("$name-events" "$name-dead-letters" "$name-undelivered")
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$region" ] || fail "No region is set: export AWS_REGION=... and run this again."
export AWS_REGION=$region
readonly failed=orders-failed-$environment-$account-$region
readonly site=orders-console-$environment-$account-$region

delete_stack() {
  aws cloudformation describe-stacks --stack-name "$1" >/dev/null 2>&1 || return 0
  printf 'deleting the stack %s ...\n' "$1"
  aws cloudformation delete-stack --stack-name "$1"
  aws cloudformation wait stack-delete-complete --stack-name "$1" ||
    fail "The stack $1 was not deleted: aws cloudformation describe-stack-events --stack-name $1 says why."
}

# Its table is made again from the events by ./orders rebuild, so that a protection of it is lifted.
delete_generation() {
  aws dynamodb update-table --table-name "order-aggregations-$environment-$1" --no-deletion-protection-enabled \
    >/dev/null 2>&1 || true
  delete_stack "$name-projections-$1"
}

generations() {
  aws cloudformation describe-stacks --output text \
    --query "Stacks[?starts_with(StackName, '$name-projections-')].StackName"
}

has_table() { aws dynamodb describe-table --table-name "$1" >/dev/null 2>&1; }
has_bucket() { aws s3api head-bucket --bucket "$1" >/dev/null 2>&1; }
has_archive() { aws events describe-archive --archive-name "$name" >/dev/null 2>&1; }
has_bus() { aws events describe-event-bus --name "$name" >/dev/null 2>&1; }
queue_url() { aws sqs get-queue-url --queue-name "$1" --query QueueUrl --output text 2>/dev/null || true; }
pool_ids() { aws cognito-idp list-user-pools --max-results 60 --query "UserPools[?Name=='$name'].Id" --output text; }

key_arn() {
  local table
  for table in "${tables[@]}"; do
    if has_table "$table"; then
      aws dynamodb describe-table --table-name "$table" --query Table.SSEDescription.KMSMasterKeyArn --output text
      return
    fi
  done
}

# That of the queue and the topic which take what cannot be written when the stack's own key is disabled.
outage_key_arn() {
  local url
  url=$(queue_url "$name-undelivered")
  [ -z "$url" ] ||
    aws sqs get-queue-attributes --queue-url "$url" --attribute-names KmsMasterKeyId --query Attributes.KmsMasterKeyId --output text
}

empty_bucket() {
  local page bucket=$1
  while :; do
    page=$(aws s3api list-object-versions --bucket "$bucket" --max-items 500 --output json \
      --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}')
    case $page in *'"Key"'*) ;; *) return ;; esac
    aws s3api delete-objects --bucket "$bucket" --delete "$page" >/dev/null
  done
}

# Its files are made by the build; a bucket has to be empty before its stack can go.
delete_console() {
  if has_bucket "$site"; then empty_bucket "$site"; fi
  delete_stack "purchase-orders-console-$environment"
}

delete_data() {
  local table pool queue url key keys
  keys=("$(key_arn)" "$(outage_key_arn)")
  for table in "${tables[@]}"; do
    has_table "$table" || continue
    aws dynamodb update-table --table-name "$table" --no-deletion-protection-enabled >/dev/null
    aws dynamodb wait table-exists --table-name "$table"
    aws dynamodb delete-table --table-name "$table" >/dev/null
    printf 'deleted the table %s\n' "$table"
  done
  if has_bucket "$failed"; then
    empty_bucket "$failed"
    aws s3api delete-bucket --bucket "$failed"
    printf 'deleted the bucket %s\n' "$failed"
  fi
  if has_archive; then
    aws events delete-archive --archive-name "$name"
    printf 'deleted the archive %s\n' "$name"
  fi
  if has_bus; then
    aws events delete-event-bus --name "$name"
    printf 'deleted the bus %s\n' "$name"
  fi
  for queue in "${queues[@]}"; do
    url=$(queue_url "$queue")
    [ -n "$url" ] || continue
    aws sqs delete-queue --queue-url "$url"
    printf 'deleted the queue %s\n' "$queue"
  done
  if aws secretsmanager describe-secret --secret-id "$name-event-keys" >/dev/null 2>&1; then
    aws secretsmanager delete-secret --secret-id "$name-event-keys" --recovery-window-in-days 30 >/dev/null
    printf 'scheduled the secret %s for deletion in 30 days\n' "$name-event-keys"
  fi
  for pool in $(pool_ids); do
    aws cognito-idp update-user-pool --user-pool-id "$pool" --deletion-protection INACTIVE
    aws cognito-idp delete-user-pool --user-pool-id "$pool"
    printf 'deleted the user pool %s\n' "$pool"
  done
  for key in "${keys[@]}"; do
    if [ -n "$key" ] && [ "$key" != None ]; then
      aws kms schedule-key-deletion --key-id "${key##*/}" --pending-window-in-days 30 >/dev/null
      printf 'scheduled the key %s for deletion in 30 days (aws kms cancel-key-deletion keeps it)\n' "$key"
    fi
  done
}

report_left() {
  local left=() table pool queue
  for table in "${tables[@]}"; do
    if has_table "$table"; then left+=("table $table"); fi
  done
  if has_bucket "$failed"; then left+=("bucket $failed"); fi
  if has_archive; then left+=("archive $name"); fi
  if has_bus; then left+=("bus $name"); fi
  for queue in "${queues[@]}"; do
    [ -z "$(queue_url "$queue")" ] || left+=("queue $queue")
  done
  for pool in $(pool_ids); do left+=("user pool $pool"); done
  if [ ${#left[@]} -eq 0 ]; then
    printf 'Nothing that holds data is left.\n'
    return
  fi
  printf 'Left, because it holds data (and the key that encrypts it):\n'
  printf '  %s\n' "${left[@]}"
  printf 'To delete it for good: scripts/cleanup.sh --environment %s --delete-data %s\n' "$environment" "$environment"
}

if [ "$pipeline" = yes ]; then
  delete_stack purchase-orders-pipeline
  exit 0
fi
if [ "$deployer" = yes ]; then
  delete_stack "purchase-orders-deployer-$environment"
  exit 0
fi
if [ -n "$generation" ]; then
  delete_generation "$generation"
  exit 0
fi
# Their functions are in the network of the environment's stack.
for stack in $(generations); do delete_generation "${stack##*-}"; done
delete_console
delete_stack "$name"
[ -z "$data" ] || delete_data
report_left
