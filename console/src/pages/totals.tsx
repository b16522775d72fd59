import type { Aggregate, AggregateList, Ranked } from "../api.ts";
import { segment } from "../api.ts";
import { formatAddress } from "../model/address.ts";
import { ZERO, decimal, forPixels, grouped, sum } from "../model/decimal.ts";
import { keyLabel } from "../model/key.ts";
import { type Measure, MEASURES, currenciesOf, mainCurrency, fractionOf, measureOf, valueOf } from "../model/measure.ts";
import { GRANULARITIES, type Granularity, between, containing, example, finer, firstDay, isGranularity, isPeriod, label, lastDay, lastWithin, parts, shift, shortLabel } from "../model/period.ts";
import { Chart } from "../ui/chart.tsx";
import { go, useQuestion, useSurroundings } from "../ui/context.ts";
import { FreshnessLine } from "../ui/freshness.tsx";
import { KeyPicker } from "../ui/keyPicker.tsx";
import { Busy, Choice, Empty, Field, Figure, Problem, Skip } from "../ui/parts.tsx";

type Parameters = Readonly<Record<string, string>>;

/** Before this there are no events: the contract's first day. */
const FIRST_MONTH = "2000-01";
const MOST_PERIODS = 1_000;
const MOST_BARS = 250;
const RANKINGS = "rankings";

interface Range {
  readonly from: string;
  readonly to: string;
}

const WINDOW: Record<Granularity, number> = { HOUR: 48, DAY: 31, WEEK: 26, MONTH: 24, YEAR: 10, TOTAL: 1 };

interface View {
  readonly key: string;
  readonly granularity: Granularity;
  readonly measure: Measure;
  readonly currency: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly asOf: string | undefined;
  readonly knownAt: string | undefined;
}

export function Totals({ parameters }: { parameters: Parameters }) {
  const view = viewOf(parameters);
  const { api } = useSurroundings();
  // Where the last 31 periods are empty, the page would open with nothing: it opens where the events are.
  const months = useQuestion(view.granularity === "TOTAL" ? undefined : `months ${view.key}`, (signal) =>
    api.get<AggregateList>(`/aggregations/${segment(view.key)}`, { granularity: "MONTH", from: FIRST_MONTH, limit: MOST_PERIODS }, signal));
  const range = rangeOf(view, months.answer?.items);
  const question = view.granularity === "TOTAL" || range ? JSON.stringify([view.key, view.granularity, range, view.asOf, view.knownAt]) : undefined;
  const totals = useQuestion(question, (signal) =>
    api.get<AggregateList>(`/aggregations/${segment(view.key)}`,
      { granularity: view.granularity, from: range?.from, to: range?.to, asOf: view.asOf, knownAt: view.knownAt, limit: MOST_PERIODS }, signal));
  const items = totals.answer?.granularity === view.granularity ? totals.answer.items : [];
  const currencies = currenciesOf([...(months.answer?.items ?? []), ...items]);
  const currency = view.currency ?? mainCurrency(items, months.answer?.items ?? []) ?? "EUR";
  const problem = totals.problem ?? months.problem;
  // While a question is under way, the answers are those of the one before.
  const nothingSaid = totals.isLoading || months.isLoading ? undefined : nothing(view.key, months.answer?.items, totals.answer?.items);

  return (
    <>
      <header class="title">
        <h1>{keyLabel(view.key)}</h1>
        {totals.answer && <FreshnessLine freshness={totals.answer.freshness} timeZone={totals.answer.timeZone} />}
      </header>
      <Controls view={view} parameters={parameters} currencies={currencies} currency={currency} range={range} />
      <Busy isBusy={totals.isLoading || months.isLoading} what="Reading totals" />
      {problem && <Problem problem={problem} again={() => { months.again(); totals.again(); }} />}
      {!problem && nothingSaid && <Empty>{nothingSaid}</Empty>}
      {!problem && totals.answer?.leftOut && (
        <p class="problem" role="status">
          {totals.answer.leftOut.events === 1 ? "One event counts" : `${totals.answer.leftOut.events} events count`} for nothing here: not what was
          recorded, or unreadable. <code>./orders check</code> tells more.
        </p>
      )}
      {items.length > 0 && (
        <div class={view.key === "ALL" ? "columns" : undefined}>
          <section aria-label="Totals by period">
            {view.key === "ALL" && <Skip to={RANKINGS}>Skip to the rankings</Skip>}
            <Periods view={view} items={items} currency={currency} range={range} />
          </section>
          {view.key === "ALL" && <Rankings view={view} parameters={parameters} currency={currency} months={months.answer?.items ?? []} />}
        </div>
      )}
    </>
  );
}

/** What is said where no period has an event; undefined where one has, or that is not known yet. */
function nothing(key: string, months: readonly Aggregate[] | undefined, items: readonly Aggregate[] | undefined): string | undefined {
  if (items?.length || !(months || items)) {
    return undefined;
  }
  if (months?.length) {
    return items && "No events in these periods. Choose others, or another key.";
  }
  return key === "ALL" ? "No events yet. Once events are published, they show here." : `${keyLabel(key)} has no events. Choose another key.`;
}

function viewOf(parameters: Parameters): View {
  const granularity = isGranularity(parameters["granularity"]) ? parameters["granularity"] : "DAY";
  const key = parameters["key"] || "ALL";
  const measure = measureOf(parameters["measure"]);
  return {
    key,
    granularity,
    measure: key.startsWith("PRODUCT#") && !measure.ofProducts ? measureOf(undefined) : measure,
    currency: parameters["currency"],
    from: parameters["from"],
    to: parameters["to"],
    asOf: parameters["asOf"],
    knownAt: parameters["knownAt"],
  };
}

/** The asked periods, or those that end with the last one that has events. */
function rangeOf(view: View, months: readonly Aggregate[] | undefined): Range | undefined {
  if (view.granularity === "TOTAL") {
    return undefined;
  }
  if (view.from && view.to) {
    return { from: view.from, to: view.to };
  }
  const last = months?.at(-1)?.period;
  if (!last) {
    return undefined;
  }
  const to = view.to ?? lastWithin(view.granularity, last);
  return { from: view.from ?? shift(view.granularity, to, 1 - WINDOW[view.granularity]), to };
}

function Controls(props: {
  view: View;
  parameters: Parameters;
  currencies: readonly string[];
  currency: string;
  range: Range | undefined;
}) {
  const { view, range } = props;
  const set = (changes: Record<string, string | undefined>): void => go(formatAddress(["totals"], { ...props.parameters, ...changes }));
  const move = (steps: number): void => {
    if (range) {
      set({ from: shift(view.granularity, range.from, steps), to: shift(view.granularity, range.to, steps) });
    }
  };
  return (
    <form class="controls" onSubmit={(e) => e.preventDefault()} aria-label="What to show">
      <KeyPicker value={view.key} onChoose={(key) => set({ key: key === "ALL" ? undefined : key })} />
      <Choice
        legend="By"
        name="granularity"
        value={view.granularity}
        options={GRANULARITIES.map((value) => ({ value, label: value.charAt(0) + value.slice(1).toLowerCase() }))}
        onChoose={(granularity) => set({ granularity, ...closer(range, view.granularity, granularity) })}
      />
      <Field label="Measure">
        <select value={view.measure.name} onChange={(e) => set({ measure: e.currentTarget.value })}>
          {MEASURES.filter(({ ofProducts }) => ofProducts || !view.key.startsWith("PRODUCT#")).map(({ name, label: text }) => (
            <option key={name} value={name}>{text}</option>
          ))}
        </select>
      </Field>
      {view.measure.group === "amounts" && props.currencies.length > 1 && (
        <Field label="Currency">
          <select value={props.currency} onChange={(e) => set({ currency: e.currentTarget.value })}>
            {props.currencies.map((currency) => <option key={currency}>{currency}</option>)}
          </select>
        </Field>
      )}
      {range && (
        <div class="range">
          <button type="button" onClick={() => move(-WINDOW[view.granularity])} aria-label="Earlier periods">‹</button>
          <PeriodInput name="From" view={view} value={range.from} onSet={(from) => set({ from, to: range.to })} />
          <PeriodInput name="To" view={view} value={range.to} onSet={(to) => set({ to, from: range.from })} />
          <button type="button" onClick={() => move(WINDOW[view.granularity])} aria-label="Later periods">›</button>
        </div>
      )}
      <details class="moment" open={Boolean(view.asOf ?? view.knownAt)}>
        <summary>As of a moment</summary>
        <div>
          <Field label="Occurred by">
            <input type="text" placeholder="2026-11-23T10:00:00Z" value={view.asOf ?? ""} onChange={(e) => set({ asOf: e.currentTarget.value })} />
          </Field>
          <Field label="Recorded by">
            <input type="text" placeholder="2026-11-23T10:00:00Z" value={view.knownAt ?? ""} onChange={(e) => set({ knownAt: e.currentTarget.value })} />
          </Field>
        </div>
      </details>
    </form>
  );
}

/** The same stretch of time in finer periods, as many as are shown at once; what is coarser begins anew. */
function closer(range: Range | undefined, from: Granularity, to: Granularity): { from: string | undefined; to: string | undefined } {
  if (!range || to === "TOTAL" || GRANULARITIES.indexOf(to) > GRANULARITIES.indexOf(from)) {
    return { from: undefined, to: undefined };
  }
  const last = containing(to, lastDay(from, range.to), true);
  const first = containing(to, firstDay(from, range.from), false);
  const shown = shift(to, last, 1 - WINDOW[to]);
  return { from: first > shown ? first : shown, to: last };
}

function PeriodInput(props: { name: string; view: View; value: string; onSet: (value: string) => void }) {
  const { granularity } = props.view;
  return (
    <Field label={props.name}>
      <input
        type="text"
        class="period"
        value={props.value}
        placeholder={example(granularity)}
        spellcheck={false}
        onChange={(e) => {
          const text = e.currentTarget.value.trim();
          const isGood = isPeriod(granularity, text);
          e.currentTarget.setCustomValidity(isGood ? "" : `A period such as ${example(granularity)}`);
          e.currentTarget.reportValidity();
          if (isGood) {
            props.onSet(text);
          }
        }}
      />
    </Field>
  );
}

function explanation(view: View, period: string, measure: Measure, currency: string): string {
  return formatAddress(["explain"], {
    key: view.key,
    granularity: view.granularity,
    period,
    measure: measure.name,
    currency: measure.group === "amounts" ? currency : undefined,
    asOf: view.asOf,
    knownAt: view.knownAt,
  });
}

function Periods({ view, items, currency, range }: { view: View; items: readonly Aggregate[]; currency: string; range: Range | undefined }) {
  const fraction = fractionOf(view.measure, currency);
  const values = items.map((item) => valueOf(item, view.measure, currency));
  const unit = view.measure.group === "amounts" ? ` ${currency}` : "";
  const total = sum(values);
  // Periods without events are no items; on the axis they keep their place, as far as bars can be told apart.
  const every = range ? between(view.granularity, range.from, range.to, MOST_BARS) : [];
  const periods = every.length < MOST_BARS && every.length > 0 ? every : items.map(({ period }) => period);
  const valueAt = new Map(items.map(({ period }, i) => [period, values[i]!]));
  return (
    <>
      <p class="headline">
        <span class="big">{grouped(total, fraction)}<small>{unit}</small></span>
        <span class="under">{described(view.measure)}; {span(view, range ?? { from: items[0]!.period, to: items[0]!.period })}</span>
      </p>
      {view.granularity !== "TOTAL" && (
        <Chart
          kind="bars"
          title={`${view.measure.label} by ${view.granularity.toLowerCase()}, as in the table below`}
          points={periods.map((period) => {
            const value = valueAt.get(period) ?? ZERO;
            return { label: shortLabel(view.granularity, period), name: label(view.granularity, period), height: forPixels(value), text: grouped(value, fraction) + unit };
          })}
          onChoose={(i) => go(explanation(view, periods[i]!, view.measure, currency))}
        />
      )}
      <Table view={view} items={items} currency={currency} />
    </>
  );
}

/** A name that says it all stands alone. */
function described({ label: name, says }: Measure): string {
  return says.startsWith(name.toLowerCase()) ? says : `${name.toLowerCase()}, ${says}`;
}

function span(view: View, { from, to }: Range): string {
  return from === to ? label(view.granularity, from) : `${label(view.granularity, from)} – ${label(view.granularity, to)}`;
}

/** Beside the chosen measure, the ones that it is read with. */
function columnsOf(view: View): readonly Measure[] {
  const beside = ["net", "gross", "cancelled", "returned", "orders.placed", "units.ordered", "anomalies"].map((name) => measureOf(name));
  const kept = beside.filter((measure) => measure !== view.measure && (measure.ofProducts || !view.key.startsWith("PRODUCT#")));
  return [view.measure, ...kept];
}

function Table({ view, items, currency }: { view: View; items: readonly Aggregate[]; currency: string }) {
  const columns = columnsOf(view);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Table of periods">
      <table>
        <thead>
          <tr>
            <th scope="col">Period</th>
            {columns.map((measure) => (
              <th key={measure.name} scope="col" class="number" title={measure.says}>
                {measure.label}{measure.group === "amounts" && <small> {currency}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.period}>
              <th scope="row"><PeriodLink view={view} period={item.period} currency={currency} /></th>
              {columns.map((measure) => (
                <td key={measure.name} class="number">
                  <a href={explanation(view, item.period, measure, currency)}>
                    <Figure value={valueOf(item, measure, currency)} fraction={fractionOf(measure, currency)} />
                  </a>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Leads to the finer periods within. */
function PeriodLink({ view, period, currency }: { view: View; period: string; currency: string }) {
  const text = label(view.granularity, period);
  const closer = finer(view.granularity);
  const within = parts(view.granularity, period);
  if (!closer || (!within && view.granularity !== "TOTAL")) {
    return <>{text}</>;
  }
  const address = formatAddress(["totals"], {
    key: view.key === "ALL" ? undefined : view.key,
    granularity: closer,
    measure: view.measure.name,
    currency: view.measure.group === "amounts" ? currency : view.currency,
    from: within?.first,
    to: within?.last,
    asOf: view.asOf,
    knownAt: view.knownAt,
  });
  return <a href={address}>{text}</a>;
}

function Rankings(props: { view: View; parameters: Parameters; currency: string; months: readonly Aggregate[] }) {
  const { api } = useSurroundings();
  const { view, currency, parameters } = props;
  const of = parameters["of"] === "products" ? "products" : "customers";
  const month = parameters["rankedMonth"];
  const fits = view.measure.name === "anomalies" || (of === "products" && !view.measure.ofProducts) ? measureOf(undefined) : view.measure;
  const question = { of, granularity: month ? "MONTH" : "TOTAL", period: month, measure: fits.name, currency: fits.group === "amounts" ? currency : undefined, limit: 10 };
  const ranking = useQuestion(JSON.stringify(question), (signal) => api.get<{ items: Ranked[] }>("/rankings", question, signal));
  const set = (changes: Record<string, string | undefined>): void => go(formatAddress(["totals"], { ...parameters, ...changes }), true);
  return (
    <section class="rankings" aria-label="Rankings">
      <h2 id={RANKINGS} tabIndex={-1}>
        Top {of} <small>by {fits.label.toLowerCase()}{fits.group === "amounts" && ` in ${currency}`}{(view.asOf ?? view.knownAt) && ", as it is now"}</small>
      </h2>
      <div class="row">
        <Choice legend="Of" name="of" value={of} options={[{ value: "customers", label: "Customers" }, { value: "products", label: "Products" }]}
          onChoose={(value) => set({ of: value })} />
        <Field label="In">
          <select value={month ?? ""} onChange={(e) => set({ rankedMonth: e.currentTarget.value })}>
            <option value="">All time</option>
            {[...props.months].reverse().map(({ period }) => <option key={period} value={period}>{label("MONTH", period)}</option>)}
          </select>
        </Field>
      </div>
      <Busy isBusy={ranking.isLoading} what="Ranking" />
      {ranking.problem && (ranking.problem.status === 404 ? <Empty>This deployment offers no rankings.</Empty> : <Problem problem={ranking.problem} />)}
      {ranking.answer && <RankedList items={ranking.answer.items} measure={fits} currency={currency} month={month} />}
    </section>
  );
}

function RankedList({ items, measure, currency, month }: { items: readonly Ranked[]; measure: Measure; currency: string; month: string | undefined }) {
  const most = Math.max(1, ...items.map(({ value }) => forPixels(decimal(value))));
  if (items.length === 0) {
    return <Empty>Nobody has a value there.</Empty>;
  }
  return (
    <ol class="ranked">
      {items.map(({ rank, aggregationKey, customerId, sku, value }) => (
        <li key={aggregationKey}>
          <span class="rank">{rank}</span>
          <a class="name" href={formatAddress(["totals"], { key: aggregationKey, granularity: "MONTH", measure: measure.name })}>{customerId ?? sku}</a>
          <a class="number" href={formatAddress(["explain"], {
            key: aggregationKey, granularity: month ? "MONTH" : "TOTAL", period: month ?? "TOTAL", measure: measure.name,
            currency: measure.group === "amounts" ? currency : undefined })}>
            <Figure value={decimal(value)} fraction={fractionOf(measure, currency)} />
          </a>
          <meter class="bar" aria-hidden="true" min={0} max={most} value={Math.max(0, forPixels(decimal(value)))} />
        </li>
      ))}
    </ol>
  );
}
