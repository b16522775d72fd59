/** What a scrubber stops at, and how two states of an order differ. */
import type { Order, OrderEvent } from "../api.ts";
import { decimal, grouped } from "./decimal.ts";
import { fixedWidth } from "./instant.ts";

/** The distinct moments of one kind, earliest first, in fixed width, so that texts compare as times do. */
export function moments(events: readonly OrderEvent[], kind: "occurredAt" | "recordedAt"): string[] {
  return [...new Set(events.map((event) => fixedWidth(event[kind])).filter((at) => at !== undefined))].sort();
}

/** Events that occurred at the same moment, in canonical order. */
export interface Together {
  readonly at: string;
  readonly events: readonly OrderEvent[];
}

/**
 * What changed an order, moment by moment: states are folded as of a moment, so events of the same one show their change
 * together. Anomalies change nothing and are left out.
 */
export function together(events: readonly OrderEvent[]): Together[] {
  const found = new Map<string, OrderEvent[]>();
  for (const event of events) {
    const at = fixedWidth(event.occurredAt);
    if (at !== undefined && !event.anomaly) {
      found.set(at, [...(found.get(at) ?? []), event]);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([at, of]) => ({ at, events: of }));
}

/** The index of the last moment at or before this one; -1 before all; the end where none is given. */
export function positionOf(at: string | undefined, among: readonly string[]): number {
  const fixed = at === undefined ? undefined : fixedWidth(at);
  return fixed === undefined ? among.length : among.findLastIndex((moment) => moment <= fixed);
}

/** Whether an event had occurred and was recorded by then, both inclusive. */
export function isVisible(event: OrderEvent, asOf: string | undefined, knownAt: string | undefined): boolean {
  return within(event.occurredAt, asOf) && within(event.recordedAt, knownAt);
}

function within(at: string, limit: string | undefined): boolean {
  return limit === undefined || (fixedWidth(at) ?? at) <= (fixedWidth(limit) ?? limit);
}

export interface Change {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What is different, in the words of the page; nothing where an event had no effect. */
export function changes(before: Order | undefined, after: Order): Change[] {
  const found: Change[] = [];
  const note = (what: string, was: string, is: string): void => {
    if (was !== is) {
      found.push({ what, before: was, after: is });
    }
  };
  note("Status", (before?.status ?? "NONE").toLowerCase(), after.status.toLowerCase());
  note("Customer", before?.customerId ?? "", after.customerId ?? "");
  note("Total", money(before?.total), money(after.total));
  note("Refunded", money(before?.refunded), money(after.refunded));
  note("Shipping", money(before?.shipping), money(after.shipping));
  note("Tax", money(before?.tax), money(after.tax));
  const was = new Map(before?.lines.map((line) => [line.sku, line]));
  for (const line of after.lines) {
    const old = was.get(line.sku);
    was.delete(line.sku);
    if (before && before.lines.length > 0) {
      note(line.sku, lineText(old), lineText(line));
    }
  }
  for (const [sku, old] of was) {
    note(sku, lineText(old), "");
  }
  if ((before?.lines.length ?? 0) === 0 && after.lines.length > 0) {
    note("Lines", "0", String(after.lines.length));
  }
  return found;
}

function lineText(line: Order["lines"][number] | undefined): string {
  if (!line) {
    return "";
  }
  const parts = [`${line.quantity} × ${line.unitPrice}`];
  if (line.discount !== "0") {
    parts.push(`less ${line.discount}`);
  }
  if (line.returned !== "0") {
    parts.push(`${line.returned} returned`);
  }
  return parts.join(", ");
}

function money(amount: string | undefined): string {
  return grouped(decimal(amount ?? "0"), 2);
}
