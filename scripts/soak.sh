#!/usr/bin/env bash
# Runs the local system for a long time while everything goes wrong on purpose, and demands that it ends exact.
set -euo pipefail

usage() {
  cat <<'HELP'
usage: scripts/soak.sh [--minutes M] [--events N] [--seed S] [--kill-every SECONDS] [--report FILE]

Publishes sample events to the local system while faults are injected all the time between the aggregator, its stream
mapping and its tables, and while the whole process is killed (kill -9) and started again. The events come shuffled, some
of them twice, some under a known id with another content, some invalid. At the end it demands that

  * every published event was accepted, a duplicate, a conflict or rejected, in exactly the numbers that were made,
  * ./orders check is balanced, and ./orders replay finds every row equal.

  --minutes M            publishes for at most so long (30)
  --events N             publishes at most so many events (200000)
  --seed S               chooses events, shuffling and faults (1)
  --kill-every SECONDS   kill -9 and start again so often; 0 for never (300)
  --report FILE          writes what was counted as Markdown (docs/soak.md); - writes it to standard output

Exit codes: 0 ended exact, 1 did not, 2 wrong usage.
HELP
}

wrong_usage() {
  printf '%s\n\n' "$1" >&2
  usage >&2
  exit 2
}

minutes=30
events=200000
seed=1
kill_every=300
report=docs/soak.md

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --minutes | --events | --seed | --kill-every | --report)
      [ $# -ge 2 ] || wrong_usage "$1 needs a value."
      case $1 in
        --report) report=$2 ;;
        *)
          [[ $2 =~ ^[0-9]+$ ]] || wrong_usage "$1 takes a whole number, not $2."
          case $1 in
            --minutes) minutes=$2 ;;
            --events) events=$2 ;;
            --seed) seed=$2 ;;
            --kill-every) kill_every=$2 ;;
          esac
          ;;
      esac
      shift 2
      ;;
    *) wrong_usage "There is no option $1." ;;
  esac
done

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly CHUNK_LINES=500     # a kill costs one chunk, which is published again
readonly PATIENCE_SECONDS=900 # for the backlog to be applied at the end, under faults

work=$(mktemp -d)
system=
cleanup() {
  [ -z "$system" ] || kill -9 "$system" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$1" >&2; }
number() { sed -n "s/.*\"$2\":\([0-9]*\).*/\1/p" "$1" | head -n 1; }

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s' "$port"; return; }
  done
}

# ---- the events: about four an order; of a hundred lines five come twice, two conflict, two are invalid
./orders generate --orders $((events / 4 + 1)) --seed "$seed" |
  awk -v seed="$seed" -v most="$events" -v size="$CHUNK_LINES" -v folder="$work" '
    function flush_chunk(   i, j, other, file) {
      if (count == 0) return
      for (i = count; i > 1; i--) { j = 1 + int(rand() * i); other = lines[i]; lines[i] = lines[j]; lines[j] = other }
      file = sprintf("%s/chunk%06d", folder, chunk++)
      for (i = 1; i <= count; i++) print lines[i] > file
      close(file)
      print fresh + 0, repeated + 0, conflicting + 0, invalid + 0 > (file ".kinds")
      close(file ".kinds")
      count = fresh = repeated = conflicting = invalid = 0
    }
    BEGIN { srand(seed) }
    total >= most { exit }
    {
      lines[++count] = $0; fresh++; total++
      dice = rand()
      if (dice < 0.05) { lines[++count] = $0; repeated++; total++ }
      else if (dice < 0.07) {
        other = $0; sub(/"Detail":"\{/, "\"Detail\":\"{\\\"note\\\":\\\"another content\\\",", other)
        lines[++count] = other; conflicting++; total++
      } else if (dice < 0.09) {
        other = $0; sub(/occurredAt\\":\\"20/, "occurredAt\\\":\\\"19", other)
        lines[++count] = other; invalid++; total++
      }
      if (count >= size) flush_chunk()
    }
    END { flush_chunk() }' || true # generate ends by a broken pipe once there are enough

# ---- the system, with faults
start() {
  ./orders up --data "$work/data" --api-port "$api" --dynamodb-port "$dynamodb" --events-port "$put_events" \
    --faults "$((seed + starts))" >"$work/up.out" 2>"$work/up.err$starts" &
  system=$!
  starts=$((starts + 1))
  local waited=0
  until grep -q '^ready' "$work/up.out"; do
    kill -0 "$system" 2>/dev/null || { tail -n 20 "$work"/up.err* >&2; say "the system did not start"; exit 1; }
    sleep 1
    waited=$((waited + 1))
    [ "$waited" -lt 180 ] || { say "the system was not ready after 180 s"; exit 1; }
  done
}

# Starts again what was killed.
revive() {
  if ! kill -0 "$system" 2>/dev/null; then
    wait "$system" 2>/dev/null || true
    start
  fi
}

api=$(free_port)
dynamodb=$(free_port)
put_events=$(free_port)
starts=0
kills=0
start
say "published by seed $seed for at most $minutes minutes; the system is process $system"

begun=$(date +%s)
last_kill=$begun
published=0
resent=0
fresh=0 repeated=0 conflicting=0 invalid=0
for chunk in "$work"/chunk??????; do
  now=$(date +%s)
  [ $((now - begun)) -lt $((minutes * 60)) ] || break
  killer=
  if [ "$kill_every" -gt 0 ] && [ $((now - last_kill)) -ge "$kill_every" ]; then
    (sleep 2; kill -9 "$system") 2>/dev/null &
    killer=$!
    last_kill=$now
  fi
  attempts=0
  until ./orders publish "$chunk" --no-receipts --json --endpoint "http://localhost:$put_events" >"$work/publish.json" 2>>"$work/publish.err"; do
    answered=$(number "$work/publish.json" published) # nothing where the publisher found nobody
    resent=$((resent + ${answered:-0}))
    attempts=$((attempts + 1))
    [ "$attempts" -lt 20 ] || { say "a chunk could not be published in 20 attempts"; exit 1; }
    revive
  done
  if [ -n "$killer" ]; then
    wait "$killer" 2>/dev/null || true
    kills=$((kills + 1))
    revive # unless that was done when the publisher found nobody
    say "killed and started again, $published events so far"
  fi
  published=$((published + $(number "$work/publish.json" published)))
  read -r f r c i <"$chunk.kinds"
  fresh=$((fresh + f)) repeated=$((repeated + r)) conflicting=$((conflicting + c)) invalid=$((invalid + i))
done
publishing_seconds=$(($(date +%s) - begun))
say "published $published events in $publishing_seconds s; waiting for the projections, still under faults"

# ---- the end: all counts, check, replay
verdict=exact
balanced=no
until ./orders check --json --dynamodb-port "$dynamodb" >"$work/check.json" 2>>"$work/check.err"; do
  [ $(($(date +%s) - begun - publishing_seconds)) -lt "$PATIENCE_SECONDS" ] || break
  sleep 5
done
! grep -q '"balanced":true' "$work/check.json" || balanced=yes
settled_seconds=$(($(date +%s) - begun))
equal=no
! ./orders replay --dynamodb-port "$dynamodb" >"$work/replay.out" 2>&1 || equal=yes

token=$(./orders token --scope orders/audit --api-port "$api")
cursor=
: >"$work/rejections"
while :; do
  curl -sf -G -H "Authorization: Bearer $token" "http://localhost:$api/rejections" \
    --data-urlencode limit=1000 ${cursor:+--data-urlencode "cursor=$cursor"} >"$work/page"
  cat "$work/page" >>"$work/rejections"
  cursor=$(sed -n 's/.*"nextCursor":"\([^"]*\)".*/\1/p' "$work/page")
  [ -n "$cursor" ] || break
done
count() { { grep -o "$1" "$work/rejections" || true; } | wc -l; } # none is no failure
accepted=$(number "$work/check.json" stored)
set_aside=$(number "$work/check.json" setAside)
conflicts=$(count '"outcome":"conflict"')
rejected=$(count '"outcome":"rejected"')
duplicates=$((published - ${accepted:-0} - conflicts - rejected))
[ "$accepted" = "$fresh" ] && [ "$conflicts" = "$conflicting" ] && [ "$rejected" = "$invalid" ] &&
  [ "$duplicates" = "$repeated" ] && [ "$balanced" = yes ] && [ "$equal" = yes ] || verdict="NOT exact"

kill -TERM "$system" 2>/dev/null || true
wait "$system" 2>/dev/null || true
system=
# Every start counts anew, and tells now and then: the last line of each is what is known of it.
faults=$(for err in "$work"/up.err*; do { grep '^faults: ' "$err" || true; } | tail -n 1; done |
  sed -E 's/^faults: requests \{(.*)\}, responses lost ([0-9]+), invoked twice at once ([0-9]+)$/\1, invocations whose response was lost=\2, invocations made twice at once=\3/' |
  tr ',' '\n' | sed 's/^ *//' |
  awk -F= 'NF == 2 { if (!($1 in sum)) order[++kinds] = $1; sum[$1] += $2 }
           END { for (i = 1; i <= kinds; i++) printf "| %s | %d |\n", order[i], sum[order[i]] }')

page() {
  cat <<PAGE
# A soak: the local system while everything goes wrong

Written by \`scripts/soak.sh --minutes $minutes --events $events --seed $seed --kill-every $kill_every\`, which says what it does and demands.

| | |
| --- | --- |
| verdict | **$verdict** |
| date | $(date -u +%Y-%m-%d) |
| machine | $(nproc) cores, $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), $(uname -s) $(uname -m), load $(cut -d' ' -f1-3 /proc/loadavg) at the end |
| seed | $seed |
| published | $published events in $publishing_seconds s; settled after $settled_seconds s |
| accepted | $accepted (made: $fresh) |
| duplicate | $duplicates (made: $repeated) |
| conflict | $conflicts (made: $conflicting) |
| rejected | $rejected (made: $invalid) |
| set aside | $set_aside |
| killed and started again | $kills times; $resent further events were answered before a chunk was sent again |
| \`./orders check\` balanced | $balanced |
| \`./orders replay\` equal | $equal |

What happened to the aggregator's requests to its tables, and to its invocations:

| | |
| --- | --- |
${faults:-| not counted | |}
PAGE
}
if [ "$report" = - ]; then page; else page >"$report"; fi
say "$verdict"
if [ "$verdict" != exact ]; then
  cat "$work/check.json" "$work/replay.out" >&2
  tail -n 20 "$work"/up.err* >&2
  exit 1
fi
