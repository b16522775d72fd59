import assert from "node:assert/strict";
import { test } from "node:test";
import type { OrderEvent } from "../../src/api.ts";
import { formatAddress, parseAddress } from "../../src/model/address.ts";
import { isVisible, moments, positionOf } from "../../src/model/history.ts";
import { duration, fixedWidth, shown } from "../../src/model/instant.ts";
import { parsePairs } from "../../src/model/pairs.ts";

test("an address carries any key there and back", () => {
  for (const key of ["ALL", "CUSTOMER#a b&c=d/é%", "PRODUCT#?"]) {
    const address = parseAddress(formatAddress(["orders", key], { key, empty: "", none: undefined }));
    assert.deepEqual(address, { path: ["orders", key], parameters: { key } });
  }
  assert.deepEqual(parseAddress(""), { path: [], parameters: {} });
  assert.deepEqual(parseAddress("#/a%zz").path, ["a%zz"]);
});

test("instants compare by their nanoseconds in UTC", () => {
  assert.equal(fixedWidth("2026-11-23T11:15:30.5+01:00"), "2026-11-23T10:15:30.500000000Z");
  assert.equal(fixedWidth("1969-12-31T23:59:59.000000001Z"), "1969-12-31T23:59:59.000000001Z");
  assert.equal(fixedWidth("yesterday"), undefined);
  assert.equal(shown("2026-11-23T10:15:30.123456789Z", true), "2026-11-23 10:15:30.123");
  assert.equal(duration(54_000), "54 s");
});

test("a scrubber stops at the distinct moments, and both ends are inclusive", () => {
  const event = (occurredAt: string, recordedAt: string): OrderEvent => ({ orderId: "o", eventId: "e", type: "t", source: "s", occurredAt, recordedAt });
  const events = [event("2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"), event("2026-01-01T01:00:00+01:00", "2026-01-02T00:00:00Z")];
  assert.equal(moments(events, "occurredAt").length, 1);
  const stops = moments(events, "recordedAt");
  assert.equal(positionOf("2026-01-01T00:00:00Z", stops), -1);
  assert.equal(positionOf("2026-01-02T00:00:00Z", stops), 0);
  assert.equal(positionOf(undefined, stops), 2);
  assert.ok(isVisible(events[1]!, undefined, "2026-01-02T00:00:00Z"));
  assert.ok(!isVisible(events[0]!, undefined, "2026-01-02T23:59:59.999999999Z"));
});

test("ids are read as people paste them", () => {
  const { pairs, unread } = parsePairs('PO-1 e-1\n"PO-2",\'e-2\'\n{"DetailType":"x","Detail":"{\\"orderId\\":\\"PO-3\\",\\"eventId\\":\\"e-3\\"}"}\n\nPO-4\n');
  assert.deepEqual(pairs.map(({ orderId }) => orderId), ["PO-1", "PO-2", "PO-3"]);
  assert.deepEqual(unread, ["PO-4"]);
});
