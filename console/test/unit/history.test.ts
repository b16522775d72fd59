import assert from "node:assert/strict";
import { test } from "node:test";
import type { OrderEvent } from "../../src/api.ts";
import { moments, together } from "../../src/model/history.ts";

function event(eventId: string, occurredAt: string, anomaly?: string): OrderEvent {
  return { orderId: "o", eventId, type: "OrderAmended", source: "shop", occurredAt, recordedAt: "2026-11-23T10:00:00Z", ...(anomaly ? { anomaly } : {}) };
}

test("events of one instant, however it is written, change an order together, in canonical order; anomalies change nothing", () => {
  const steps = together([
    event("a", "2026-11-23T10:00:00Z"),
    event("b", "2026-11-23T10:00:00.000Z"),
    event("c", "2026-11-23T11:00:00+01:00"),
    event("d", "2026-11-23T10:00:00.000000001Z"),
    event("e", "2026-11-23T10:00:01Z", "the order was never placed"),
  ]);
  assert.deepEqual(steps.map(({ events }) => events.map(({ eventId }) => eventId)), [["a", "b", "c"], ["d"]]);
});

test("a scrubber stops at every moment, at those of anomalies too", () => {
  const many = Array.from({ length: 300 }, (_, i) => event(`e-${i}`, new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(), i % 2 ? "twice" : undefined));
  assert.equal(moments(many, "occurredAt").length, 300);
  assert.equal(moments(many, "recordedAt").length, 1);
});
