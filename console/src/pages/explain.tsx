import { useEffect, useState } from "preact/hooks";
import { type AggregateList, type ApiProblem, type Contribution, type ContributionList, type DamagedEvent, isDamaged, segment } from "../api.ts";
import { formatAddress } from "../model/address.ts";
import { type Decimal, ZERO, add, compare, forPixels, grouped, isZero } from "../model/decimal.ts";
import { keyLabel } from "../model/key.ts";
import { type Measure, fractionOf, measureOf, valueOf } from "../model/measure.ts";
import { type Granularity, isGranularity, label } from "../model/period.ts";
import { Chart } from "../ui/chart.tsx";
import { type Asked, asProblem, go, useQuestion, useSurroundings } from "../ui/context.ts";
import { Busy, Chip, Empty, Figure, Problem, When } from "../ui/parts.tsx";

const PAGE = 1_000;
/** Rows of a table that a browser lays out in no time; the sum counts all of them. */
const ROWS = 100;
/** Points of a line that can be told apart. */
const POINTS = 400;

interface Summed {
  readonly contribution: Contribution;
  readonly value: Decimal;
  readonly running: Decimal;
  /** Among the events that change the number, from 1. */
  readonly place: number;
}

/** Where the adding up stands. */
interface Progress {
  readonly rows: readonly Summed[];
  /** Each once, by order and event. */
  readonly damaged: ReadonlyMap<string, DamagedEvent>;
  readonly events: number;
  readonly total: Decimal;
  readonly isDone: boolean;
  readonly problem?: ApiProblem;
}

const BEGIN: Progress = { rows: [], damaged: new Map(), events: 0, total: ZERO, isDone: false };

export function Explain({ parameters }: { parameters: Readonly<Record<string, string>> }) {
  const { api } = useSurroundings();
  const key = parameters["key"] || "ALL";
  const granularity: Granularity = isGranularity(parameters["granularity"]) ? parameters["granularity"] : "TOTAL";
  const period = granularity === "TOTAL" ? "TOTAL" : (parameters["period"] ?? "");
  const measure = measureOf(parameters["measure"]);
  const currency = parameters["currency"] ?? "";
  const fraction = fractionOf(measure, currency);
  const moment = { asOf: parameters["asOf"], knownAt: parameters["knownAt"] };
  const question = JSON.stringify([key, granularity, period, moment]);

  const ends = granularity === "TOTAL" ? {} : { from: period, to: period };
  const aggregate = useQuestion(question, (signal) =>
    api.get<AggregateList>(`/aggregations/${segment(key)}`, { granularity, ...ends, ...moment }, signal));
  const [progress, again] = useContributions(question, measure, currency, (cursor, signal) =>
    api.get<ContributionList>(`/aggregations/${segment(key)}/explain`, { granularity, period, ...moment, limit: PAGE, cursor }, signal));
  const problem = progress.problem ?? aggregate.problem;
  const item = aggregate.answer?.items[0];
  const expected = aggregate.answer ? (item ? valueOf(item, measure, currency) : ZERO) : undefined;

  return (
    <>
      <nav class="crumbs" aria-label="Where this number stands">
        <a href={formatAddress(["totals"], { key: key === "ALL" ? undefined : key, granularity, measure: measure.name, currency,
          ...(granularity === "TOTAL" ? {} : { from: period, to: period }), ...moment })}>{keyLabel(key)}</a>{" "}
        <span aria-hidden="true">›</span> {label(granularity, period)} <span aria-hidden="true">›</span> {measure.label}
      </nav>
      <header class="title"><h1>What makes up {measure.label.toLowerCase()}</h1></header>
      <Busy isBusy={!progress.isDone} what="Adding up" />
      {problem && <Problem problem={problem} again={() => { aggregate.again(); again(); }} />}
      {!problem && <Equation progress={progress} expected={expected} isBehind={(aggregate.answer?.freshness.lagMillis ?? 0) > 0} measure={measure} currency={currency} />}
      {progress.damaged.size > 0 && <DamagedEvents events={[...progress.damaged.values()]} />}
      {progress.rows.length > 1 && (
        <Chart kind="steps" title="The sum after each event, as in the table below" {...(expected ? { level: forPixels(expected) } : {})}
          points={thinned(progress.rows).map(({ contribution, running, place }) => ({
            // By their place and not their time: they come order by order, so their times go back and forth.
            label: `event ${place}`,
            name: `${contribution.orderId} ${contribution.type.replace("Order", "").toLowerCase()}`,
            height: forPixels(running),
            text: grouped(running, fraction),
          }))}
          onChoose={(i) => {
            const found = thinned(progress.rows)[i];
            if (found) {
              go(orderAddress(found.contribution));
            }
          }} />
      )}
      {progress.isDone && progress.rows.length === 0 && !progress.problem && (
        <Empty>{progress.events === 0 ? "No events count for this number." : `${progress.events} events count here; none changes this measure.`}</Empty>
      )}
      {progress.rows.length > 0 && <Rows rows={progress.rows} measure={measure} currency={currency} />}
    </>
  );
}

/** Pages of contributions, one after the other, summed as they come. */
function useContributions(
  question: string, measure: Measure, currency: string,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<ContributionList>,
): [Progress, Asked<unknown>["again"]] {
  const [progress, setProgress] = useState(BEGIN);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      let now = BEGIN;
      setProgress(now);
      let cursor: string | undefined;
      try {
        do {
          const page = await ask(cursor, abort.signal);
          cursor = page.nextCursor ?? undefined;
          now = { ...summed(now, page.items, measure, currency), isDone: cursor === undefined };
          setProgress(now);
        } while (cursor !== undefined && !abort.signal.aborted);
      } catch (e) {
        if (!abort.signal.aborted) {
          setProgress({ ...now, isDone: true, problem: asProblem(e) });
        }
      }
    };
    void run();
    return () => abort.abort();
  }, [question, measure.name, currency, round]);
  return [progress, () => setRound((n) => n + 1)];
}

function summed(before: Progress, items: ContributionList["items"], measure: Measure, currency: string): Progress {
  const rows = [...before.rows];
  const damaged = new Map(before.damaged);
  let { events, total } = before;
  for (const contribution of items) {
    if (isDamaged(contribution)) {
      damaged.set(JSON.stringify([contribution.orderId, contribution.eventId]), contribution);
      continue;
    }
    events++;
    const value = valueOf(contribution.contribution, measure, currency);
    total = add(total, value);
    if (!isZero(value)) {
      rows.push({ contribution, value, running: total, place: rows.length + 1 });
    }
  }
  return { rows, damaged, events, total, isDone: false };
}

function count(events: number): string {
  return events.toLocaleString("en").replaceAll(",", "\u2009");
}

function Equation(props: { progress: Progress; expected: Decimal | undefined; isBehind: boolean; measure: Measure; currency: string }) {
  const { progress, expected, measure, currency } = props;
  const fraction = fractionOf(measure, currency);
  const isEqual = expected !== undefined && compare(progress.total, expected) === 0;
  const verdict = !progress.isDone ? "adding" : expected === undefined || progress.problem ? "adding" : isEqual ? "equal" : props.isBehind ? "behind" : "unequal";
  return (
    <div class={`equation ${verdict}`}>
      <div>
        <span class="under">Sum of {count(progress.events)} events{progress.rows.length < progress.events && `, ${count(progress.rows.length)} of which change it`}</span>
        <span class="big">{grouped(progress.total, fraction)}</span>
      </div>
      <span class="sign" aria-hidden="true">{verdict === "equal" ? "=" : verdict === "unequal" || verdict === "behind" ? "\u2260" : "…"}</span>
      <div>
        <span class="under">The total as shown{measure.group === "amounts" && currency ? `, ${currency}` : ""}</span>
        <span class="big">{expected === undefined ? "…" : grouped(expected, fraction)}</span>
      </div>
      <p role="status">
        {verdict === "equal" && "They are equal, to the last digit."}
        {verdict === "behind" && "Events are still coming into the totals: once they have caught up, both are equal. Open this page again in a moment."}
        {verdict === "unequal" && "They differ, and the totals are not behind the events: run ./orders check."}
      </p>
    </div>
  );
}

/** What may be the reason that a number is not what somebody expects. */
function DamagedEvents({ events }: { events: readonly DamagedEvent[] }) {
  return (
    <section class="problem damaged" aria-labelledby="damaged">
      <h2 id="damaged">{events.length === 1 ? "One event counts for nothing" : `${events.length} events count for nothing`}</h2>
      <p>{events.length === 1 ? "It is" : "They are"} not what was recorded, or cannot be read: <code>./orders check</code> tells more.</p>
      <ul>
        {events.slice(0, ROWS).map((event) => (
          <li key={`${event.orderId} ${event.eventId}`}>
            <a href={orderAddress(event)}>{event.orderId}</a> <code>{event.eventId}</code>: {event.altered === undefined ? "unreadable" : "altered"},{" "}
            {event.altered ?? event.unreadable}
          </li>
        ))}
      </ul>
      {events.length > ROWS && <p class="more">And {events.length - ROWS} more.</p>}
    </section>
  );
}

function Rows({ rows, measure, currency }: { rows: readonly Summed[]; measure: Measure; currency: string }) {
  const [shownRows, setShownRows] = useState(ROWS);
  const fraction = fractionOf(measure, currency);
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Events that change this number">
        <table>
          <thead>
            <tr>
              <th scope="col">Occurred <small>UTC</small></th>
              <th scope="col">Order</th>
              <th scope="col">Event</th>
              <th scope="col" class="number">Adds</th>
              <th scope="col" class="number">Sum so far</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shownRows).map(({ contribution, value, running }) => (
              <tr key={`${contribution.orderId} ${contribution.eventId}`}>
                <td class="mono"><When at={contribution.occurredAt} /></td>
                <th scope="row"><a href={orderAddress(contribution)}>{contribution.orderId}</a></th>
                <td>
                  {contribution.type.replace("Order", "")}
                  {contribution.anomaly && <Chip kind="anomaly">{contribution.anomaly}</Chip>}
                </td>
                <td class="number"><Figure value={value} fraction={fraction} /></td>
                <td class="number running"><Figure value={running} fraction={fraction} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shownRows && (
        <p class="more">
          {rows.length - shownRows} more events change this number.{" "}
          <button type="button" onClick={() => setShownRows((n) => n + 10 * ROWS)}>Show more</button>
        </p>
      )}
    </>
  );
}

function orderAddress({ orderId, eventId }: { readonly orderId: string; readonly eventId: string }): string {
  return formatAddress(["orders", orderId], { event: eventId });
}

/** At most so many points, the last one always among them. */
function thinned(rows: readonly Summed[]): readonly Summed[] {
  const step = Math.ceil(rows.length / POINTS);
  return step <= 1 ? rows : rows.filter((_, i) => i % step === 0 || i === rows.length - 1);
}
