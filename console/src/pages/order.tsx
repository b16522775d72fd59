import { useState } from "preact/hooks";
import { type Api, type DamagedEvent, type Order, type OrderEvent, type Page, isIntact, segment } from "../api.ts";
import { formatAddress } from "../model/address.ts";
import { decimal, grouped } from "../model/decimal.ts";
import { type Change, type Together, changes, isVisible, moments, positionOf, together } from "../model/history.ts";
import { shown } from "../model/instant.ts";
import { parseJson } from "../model/json.ts";
import { go, useQuestion, useSurroundings } from "../ui/context.ts";
import { JsonLines } from "../ui/jsonLines.tsx";
import { Busy, Chip, Empty, Field, Problem, When } from "../ui/parts.tsx";
import { ProofBadge } from "../ui/proofBadge.tsx";
import { Timeline } from "../ui/timeline.tsx";

type Parameters = Readonly<Record<string, string>>;

/** States and proofs are asked for one by one; of longer lives so many at first, and further ones on demand. */
const AT_ONCE = 40;
const MOST_EVENTS = 1_000;
const MOST_ORDERS = 200;

export function Orders({ path, parameters }: { path: readonly string[]; parameters: Parameters }) {
  const [orderId] = path;
  return orderId ? <OneOrder key={orderId} orderId={orderId} parameters={parameters} /> : <Lookup parameters={parameters} />;
}

function Lookup({ parameters }: { parameters: Parameters }) {
  const { api } = useSurroundings();
  const customer = parameters["customer"];
  const [id, setId] = useState("");
  const orders = useQuestion(customer, (signal) => api.get<{ items: Order[]; nextCursor: string | null }>(`/customers/${segment(customer ?? "")}/orders`, { limit: MOST_ORDERS }, signal));
  const [who, setWho] = useState(customer ?? "");
  return (
    <>
      <header class="title"><h1>{customer ? `Orders of ${customer}` : "Find an order"}</h1></header>
      <div class="controls">
        <form onSubmit={(e) => { e.preventDefault(); if (id.trim()) { go(formatAddress(["orders", id.trim()])); } }}>
          <Field label="Order"><input type="text" value={id} spellcheck={false} placeholder="PO-1001" onInput={(e) => setId(e.currentTarget.value)} /></Field>
          <button type="submit">Open</button>
        </form>
        <form onSubmit={(e) => { e.preventDefault(); go(formatAddress(["orders"], { customer: who.trim() })); }}>
          <Field label="Customer"><input type="text" value={who} spellcheck={false} placeholder="C-17" onInput={(e) => setWho(e.currentTarget.value)} /></Field>
          <button type="submit">List orders</button>
        </form>
      </div>
      <Busy isBusy={orders.isLoading} what="Reading orders" />
      {orders.problem && <Problem problem={orders.problem} />}
      {!customer && <Empty>Enter an order’s id, list a customer’s orders, or come here from any number under Totals.</Empty>}
      {orders.answer && customer && <OrderTable orders={orders.answer.items} isCut={orders.answer.nextCursor !== null} />}
    </>
  );
}

function OrderTable({ orders, isCut }: { orders: readonly Order[]; isCut: boolean }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Orders">
      <table>
        <thead><tr><th scope="col">Placed <small>UTC</small></th><th scope="col">Order</th><th scope="col">Status</th><th scope="col" class="number">Total</th><th scope="col" class="number">Refunded</th></tr></thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.orderId}>
              <td class="mono"><When at={order.placedAt} /></td>
              <th scope="row"><a href={formatAddress(["orders", order.orderId])}>{order.orderId}</a></th>
              <td><Chip kind={order.status}>{order.status.toLowerCase()}</Chip></td>
              <td class="number">{grouped(decimal(order.total), 2)} <small>{order.currency}</small></td>
              <td class="number">{grouped(decimal(order.refunded), 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {isCut && <p class="more">These are the newest {MOST_ORDERS}.</p>}
    </div>
  );
}

function OneOrder({ orderId, parameters }: { orderId: string; parameters: Parameters }) {
  const { api } = useSurroundings();
  const { asOf, knownAt, event: chosen } = parameters;
  const state = useQuestion(JSON.stringify([asOf, knownAt]), (signal) => api.get<Order>(`/orders/${segment(orderId)}`, { asOf, knownAt }, signal));
  const life = useQuestion("events", (signal) => everyEvent(api, orderId, signal));
  const items = life.answer ?? [];
  const events = items.filter(isIntact);
  const set = (next: Record<string, string | undefined>, replace = true): void => go(formatAddress(["orders", orderId], { ...parameters, ...next }), replace);
  const isNothingYet = state.problem?.status === 404 && items.length > 0;
  return (
    <>
      <nav class="crumbs" aria-label="Where this order stands"><a href="#/orders">Orders</a> <span aria-hidden="true">›</span> {orderId}</nav>
      <header class="title">
        <h1>{orderId}</h1>
        {state.answer && !isNothingYet && <Chip kind={state.answer.status}>{state.answer.status.toLowerCase()}</Chip>}
      </header>
      <Busy isBusy={state.isLoading || life.isLoading} what="Reading the order" />
      {state.problem && !isNothingYet && <Problem problem={state.problem} again={state.again} />}
      {life.problem && life.problem.status !== 404 && <Problem problem={life.problem} again={life.again} />}
      <div class="order">
        {events.length > 0 && (
          <section class="times" aria-label="Two times">
            <Timeline events={events} asOf={asOf} knownAt={knownAt} chosen={chosen} onChoose={(event) => set({ event })} />
            <Scrubber name="Occurred by" says="business time" at={asOf} among={moments(events, "occurredAt")} onMove={(at) => set({ asOf: at })} />
            <Scrubber name="Recorded by" says="system time" at={knownAt} among={moments(events, "recordedAt")} onMove={(at) => set({ knownAt: at })} />
          </section>
        )}
        {isNothingYet ? <aside class="state"><Empty>{asOf ?? knownAt ? "Nothing of this order had occurred and was recorded by then." : "No event of this order is as it was recorded."}</Empty></aside> : state.answer && <State order={state.answer} isThen={Boolean(asOf ?? knownAt)} />}
        {items.length > 0 && <Life orderId={orderId} items={items} asOf={asOf} knownAt={knownAt} chosen={chosen} />}
      </div>
    </>
  );
}

/** With the exact text of each, which may take more than one page. */
async function everyEvent(api: Api, orderId: string, signal: AbortSignal): Promise<(OrderEvent | DamagedEvent)[]> {
  const items: (OrderEvent | DamagedEvent)[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<OrderEvent | DamagedEvent> = await api.get(`/orders/${segment(orderId)}/events`, { limit: MOST_EVENTS, detail: "TEXT", cursor }, signal);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** A slider over the moments at which something changed; at its right end it is now. */
function Scrubber(props: { name: string; says: string; at: string | undefined; among: readonly string[]; onMove: (at: string | undefined) => void }) {
  const { among } = props;
  const position = positionOf(props.at, among);
  const text = props.at === undefined ? "now" : `${shown(props.at, true)} UTC`;
  return (
    <label class="scrubber">
      <span class="name">{props.name} <small>{props.says}</small></span>
      <input type="range" min={0} max={among.length} step={1} value={Math.max(0, position)} aria-valuetext={text}
        onInput={(e) => props.onMove(among[e.currentTarget.valueAsNumber])} />
      <output>{text.replace(" UTC", "")}</output>
    </label>
  );
}

function State({ order, isThen }: { order: Order; isThen: boolean }) {
  const currency = order.currency ?? "";
  return (
    <aside class="state" aria-label="The order">
      <h2>{isThen ? "As it was then" : "As it is now"}</h2>
      <p class="headline"><span class="big">{grouped(decimal(order.total), 2)}<small> {currency}</small></span></p>
      <dl>
        <dt>Customer</dt>
        <dd>{order.customerId ? <a href={formatAddress(["orders"], { customer: order.customerId })}>{order.customerId}</a> : "–"}</dd>
        <dt>Placed</dt><dd><When at={order.placedAt} /></dd>
        <dt>Last event</dt><dd><When at={order.updatedAt} /></dd>
        <dt>Shipping</dt><dd>{grouped(decimal(order.shipping), 2)}</dd>
        <dt>Tax</dt><dd>{grouped(decimal(order.tax), 2)}</dd>
        <dt>Refunded</dt><dd>{grouped(decimal(order.refunded), 2)}</dd>
        <dt>Events</dt><dd>{order.version}</dd>
      </dl>
      {order.anomalies.map(({ eventId, reason }) => (
        <p key={eventId} class="anomaly"><strong>Anomaly.</strong> Event <code>{eventId}</code>: {reason}. It is kept, and changes nothing.</p>
      ))}
      {order.lines.length > 0 && <Lines order={order} />}
    </aside>
  );
}

function Lines({ order }: { order: Order }) {
  return (
    <div class="scroll tall" tabIndex={0} role="region" aria-label="Lines">
      <table class="lines">
        <thead><tr><th scope="col">Sku</th><th scope="col" class="number">Units</th><th scope="col" class="number">Price</th><th scope="col" class="number">Returned</th></tr></thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.sku}>
              <th scope="row"><a href={formatAddress(["totals"], { key: `PRODUCT#${line.sku}`, granularity: "MONTH" })}>{line.sku}</a></th>
              <td class="number">{grouped(decimal(line.quantity))}</td>
              <td class="number">{grouped(decimal(line.unitPrice), 2)}{line.discount !== "0" && <small> −{grouped(decimal(line.discount), 2)}</small>}</td>
              <td class="number">{line.returned === "0" ? "" : grouped(decimal(line.returned))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LifeProps {
  readonly orderId: string;
  readonly items: readonly (OrderEvent | DamagedEvent)[];
  readonly asOf: string | undefined;
  readonly knownAt: string | undefined;
  readonly chosen: string | undefined;
}

function Life({ orderId, items, asOf, knownAt, chosen }: LifeProps) {
  const { api } = useSurroundings();
  const [most, setMost] = useState(AT_ONCE);
  // By moment and knowledge: a scrubber that moves asks for nothing twice.
  const [known] = useState(() => new Map<string, Order>());
  const events = items.filter(isIntact);
  const visible = new Set(events.filter((event) => isVisible(event, asOf, knownAt)));
  const steps = together([...visible]);
  const told = steps.slice(0, most);
  const stateAt = (at: string | undefined): Order | undefined => (at === undefined ? undefined : known.get(`${at} ${knownAt ?? ""}`));
  // The API folds; the page compares what it folded at one moment with what it folded at the one before.
  const states = useQuestion(JSON.stringify([told.map(({ at }) => at), knownAt]), (signal) =>
    Promise.all(told.filter(({ at }) => !stateAt(at)).map(async ({ at }) =>
      known.set(`${at} ${knownAt ?? ""}`, await api.get<Order>(`/orders/${segment(orderId)}`, { asOf: at, knownAt }, signal)))));
  const stepOf = new Map(steps.flatMap((step, i) => step.events.map((event): [OrderEvent, number] => [event, i])));
  const changesOf = (step: number): Change[] | undefined => {
    const after = stateAt(told[step]?.at);
    const before = stateAt(told[step - 1]?.at);
    return after && (step === 0 || before) ? changes(before, after) : undefined;
  };
  const untold = steps.slice(most);
  return (
    <section class="story" aria-label="The order’s life">
      {states.problem && <Problem problem={states.problem} again={states.again} />}
      <ol class="life" aria-label="Events in canonical order" aria-busy={states.isLoading}>
        {items.map((item, i) => {
          if (!isIntact(item)) {
            return <Damaged key={item.eventId} event={item} />;
          }
          const step = stepOf.get(item);
          const event = <Event key={item.eventId} event={item} isVisible={visible.has(item)} isChosen={item.eventId === chosen} isProven={i < AT_ONCE}
            step={step === undefined ? undefined : steps[step]} changes={step === undefined ? undefined : changesOf(step)} />;
          return item === untold[0]?.events[0] ? [<Untold key="untold" steps={untold} onMore={() => setMost(most + AT_ONCE)} />, event] : event;
        })}
      </ol>
    </section>
  );
}

/** Where what changed is no longer shown, and the way to it. */
function Untold({ steps, onMore }: { steps: readonly Together[]; onMore: () => void }) {
  const count = steps.reduce((sum, { events }) => sum + events.length, 0);
  return (
    <li class="untold">
      <p>What the {count === 1 ? "next event" : `next ${count} events`} changed is not shown yet.</p>
      <button type="button" onClick={onMore}>Show {steps.length > AT_ONCE ? `the next ${AT_ONCE} changes` : "it"}</button>
    </li>
  );
}

function Damaged({ event }: { event: DamagedEvent }) {
  return (
    <li class="damaged">
      <div class="what"><h2>{event.altered === undefined ? "Unreadable" : "Altered"}</h2></div>
      <p class="problem">{event.altered ?? event.unreadable}. It is in no total and not in the state shown here.</p>
      <p class="under"><code>{event.eventId}</code></p>
    </li>
  );
}

interface EventProps {
  readonly event: OrderEvent;
  readonly isVisible: boolean;
  readonly isChosen: boolean;
  readonly isProven: boolean;
  /** The moment whose change it is part of; none for an anomaly, and for what had not occurred or was not known. */
  readonly step: Together | undefined;
  readonly changes: Change[] | undefined;
}

function Event({ event, isVisible: isSeen, isChosen, isProven, step, changes: found }: EventProps) {
  const isTeller = step?.events.at(-1) === event;
  return (
    <li class={`${isSeen ? "" : "later"} ${isChosen ? "chosen" : ""} ${event.anomaly ? "anomalous" : ""}`} aria-current={isChosen ? "true" : undefined}>
      <div class="what">
        <h2>{event.type.replace("Order", "")}</h2>
        <span class="mono"><When at={event.occurredAt} /></span>
        {!isSeen && <small>not yet {event.recordedAt ? "known" : ""}</small>}
      </div>
      {event.anomaly && <p class="anomaly">Anomaly: {event.anomaly}. It is kept, and changes nothing.</p>}
      {step && found && step.events.length > 1 && (
        <p class="under">{isTeller ? `What the ${step.events.length} events of this moment changed:` : "At the same moment as the next event, where what they changed is shown."}</p>
      )}
      {isTeller && found && found.length > 0 && (
        <ul class="changes">
          {found.map(({ what, before, after }) => (
            <li key={what}><span>{what}</span> {before && <><del>{before}</del> <span aria-hidden="true">→</span></>} <ins>{after || "gone"}</ins></li>
          ))}
        </ul>
      )}
      <p class="under">Recorded <When at={event.recordedAt} /> · from <code>{event.source}</code> · <code>{event.eventId}</code></p>
      <div class="evidence">
        <ProofBadge event={event} isAtOnce={isProven} />
        {event.detailText !== undefined && <Published text={event.detailText} />}
      </div>
    </li>
  );
}

/** What the digest in the log is of, so it is read from that very text. */
function Published({ text }: { text: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div class={isOpen ? "published open" : "published"}>
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>As published</button>
      {isOpen && <JsonLines json={parseJson(text)} />}
    </div>
  );
}
