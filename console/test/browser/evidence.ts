/** Puts a log that the test made before the system, of the events that the system really answers. */
import type { BrowserContext } from "playwright-core";
import { TestLog, entryOf, leaf } from "../log.ts";
import { API, token } from "./browser.ts";
import { fixedWidth } from "../../src/model/instant.ts";

interface Logged {
  readonly orderId: string;
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly detailText: string;
}

/** From now on the pages of this context find the events of these orders in a log, and trust its key. */
export async function logged(context: BrowserContext, ...orders: string[]): Promise<void> {
  const audit = await token("orders/audit");
  const events: Logged[] = [];
  for (const order of orders) {
    const answer = await fetch(`${API}/orders/${order}/events?detail=TEXT&limit=1000`, { headers: { Authorization: `Bearer ${audit}` } });
    events.push(...((await answer.json()) as { items: Logged[] }).items);
  }
  const log = new TestLog("example.test/orders");
  const entries = events.map((event) => entryOf(event, `${fixedWidth(event.occurredAt)}#${event.eventId}`));
  await context.route("**/events/*/proof?*", (route) => {
    const address = new URL(route.request().url());
    const eventId = decodeURIComponent(address.pathname.split("/")[2] ?? "");
    const index = events.findIndex((event) => event.eventId === eventId && event.orderId === address.searchParams.get("orderId"));
    return route.fulfill({ contentType: "text/plain", body: log.proof(index, entries) });
  });
  await context.route("**/log/checkpoint", (route) => route.fulfill({ contentType: "text/plain", body: log.note(entries.map(leaf)) }));
  await context.route("**/log/tile/**", (route) => route.fulfill({ contentType: "application/octet-stream", body: Buffer.concat(entries.map(leaf)) }));
  await context.route("**/console/config.json", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), logKey: log.verifierKey } });
  });
}
