/** What the system has to hold before its pages are looked at. */
import { API, token, variable } from "./browser.ts";

const PATIENCE_MILLIS = 300_000;
const PAUSE_MILLIS = 500;

/** An order of the sample with an amendment and returns. */
export const ORDER = "UK-536591";

const SAMPLE_FIRST = Date.parse("2010-12-01T08:26:00Z");
const SAMPLE_LAST = Date.parse("2010-12-29T16:13:00Z");
const WEEK = 7 * 24 * 3600 * 1000;

/** Where a day of the sample's original lies: it is moved by whole weeks into the last ones, with days of two months. */
export function day(original: string): string {
  const month = (instant: number) => new Date(instant).toISOString().slice(0, 7);
  const last = Math.floor((Date.now() - SAMPLE_LAST) / WEEK) * WEEK;
  const shift = month(SAMPLE_FIRST + last) === month(SAMPLE_LAST + last) ? last - WEEK : last;
  return new Date(Date.parse(`${original}T00:00:00Z`) + shift).toISOString().slice(0, 10);
}
export const REJECTED = { eventId: "evt-bad", orderId: "PO-BAD", occurredAt: "2026-11-23T10:00:00Z", customerId: "C-17", currency: "GBP",
  lines: [{ sku: "TEA-100", quantity: 0, unitPrice: "12.50" }], shipping: "-4.90" };

/** An order with more moments than the page asks about at once, the last of them that of two events. */
export const LONG = "PO-LONG";
export const AMENDMENTS = 60;

/** What is in the log before a page is looked at: orders, each with so many events at least. */
const LOGGED: Readonly<Record<string, number>> = { [ORDER]: 6, "UK-536365": 1, "PO-EARLY": 1, [LONG]: AMENDMENTS + 2 };

/** Shipped before it was placed. */
export const ANOMALOUS = { eventId: "evt-ship", orderId: "PO-EARLY", occurredAt: "2026-11-23T10:00:00Z", carrier: "DHL" };

function longLife(): [string, object][] {
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
  const lines = (quantity: number) => [{ sku: "TEA-100", quantity: String(quantity), unitPrice: "12.50" }];
  return [
    ["OrderPlaced", { eventId: "evt-placed", orderId: LONG, occurredAt: at(0), customerId: "C-17", currency: "GBP", lines: lines(1) }],
    ...Array.from({ length: AMENDMENTS }, (_, i): [string, object] =>
      ["OrderAmended", { eventId: `evt-${i + 1}`, orderId: LONG, occurredAt: at(i + 1), lines: lines(i + 2) }]),
    ["OrderConfirmed", { eventId: "evt-confirmed", orderId: LONG, occurredAt: at(AMENDMENTS) }],
  ];
}

/** Publishes what the sample lacks and waits until all of it is applied, and the orders that the pages show are in the log. */
export async function prepare(): Promise<void> {
  await publish([["OrderPlaced", REJECTED], ["OrderShipped", ANOMALOUS], ...longLife()]);
  const audit = await token("orders/read orders/audit orders/publish");
  const ask = (path: string): Promise<Response> => fetch(API + path, { headers: { Authorization: `Bearer ${audit}` } });
  // The sample is published order by order in the order of time, so that the last event is a delivery or a return.
  let before = "";
  await until("the sample is applied", async () => {
    const [total] = ((await (await ask("/aggregations/ALL?granularity=TOTAL")).json()) as { items: { orders: { placed: number } }[] }).items;
    const now = JSON.stringify(total);
    const isStill = now === before;
    before = now;
    return total !== undefined && total.orders.placed >= Number(variable("ORDERS")) && isStill;
  });
  // That the totals are still does not say that what was published beside the sample is stored.
  for (const [order, count] of Object.entries(LOGGED)) {
    let events: readonly { eventId: string }[] = [];
    await until(`${order} is stored`, async () => {
      const answer = await ask(`/orders/${order}/events`);
      events = answer.ok ? ((await answer.json()) as { items: { eventId: string }[] }).items : [];
      return events.length >= count;
    });
    for (const { eventId } of events) {
      await until(`${eventId} of ${order} is in the log`, async () => (await ask(`/events/${eventId}/proof?orderId=${order}`)).ok);
    }
  }
  await until("the rejection is there", async () => ((await (await ask("/rejections")).json()) as { items: unknown[] }).items.length > 0);
}

/** Of the service's limit of a call. */
const MOST_ENTRIES = 10;

async function publish(events: readonly [string, object][]): Promise<void> {
  for (let from = 0; from < events.length; from += MOST_ENTRIES) {
    const entries = events.slice(from, from + MOST_ENTRIES).map(([type, detail]) =>
      ({ EventBusName: "purchase-orders-local", Source: "shop.checkout", DetailType: type, Detail: JSON.stringify(detail) }));
    const answer = await fetch(variable("EVENTS"), {
      method: "POST",
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSEvents.PutEvents" },
      body: JSON.stringify({ Entries: entries }),
    });
    if (!answer.ok) {
      throw new Error(`the bus answered ${answer.status}: ${await answer.text()}`);
    }
  }
}

export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!(await isSo())) {
    if (Date.now() > end) {
      throw new Error(`not within ${PATIENCE_MILLIS / 1_000} s: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  }
}
