import assert from "node:assert/strict";
import { test } from "node:test";
import { GRANULARITIES, between, containing, example, finer, firstDay, isPeriod, label, lastDay, lastWithin, parts, shift, shortLabel } from "../../src/model/period.ts";

test("periods follow each other over the ends of months, years and ISO weeks", () => {
  assert.equal(shift("HOUR", "2026-12-31T23", 1), "2027-01-01T00");
  assert.equal(shift("DAY", "2028-02-28", 1), "2028-02-29");
  assert.equal(shift("WEEK", "2026-W53", 1), "2027-W01");
  assert.equal(shift("WEEK", "2025-W01", -1), "2024-W52");
  assert.equal(shift("MONTH", "2026-01", -1), "2025-12");
  assert.equal(shift("MONTH", "2026-12", 13), "2028-01");
  assert.equal(shift("YEAR", "2026", -1), "2025");
  assert.equal(shift("TOTAL", "TOTAL", 5), "TOTAL");
});

test("a step there and a step back is where it began, for every granularity and many periods", () => {
  for (const granularity of GRANULARITIES) {
    let period = example(granularity);
    for (let i = 0; i < 800; i++) {
      const next = shift(granularity, period, 1);
      assert.equal(shift(granularity, next, -1), period);
      assert.ok(granularity === "TOTAL" || next > period, `${next} sorts after ${period}`);
      assert.ok(isPeriod(granularity, next), next);
      period = next;
    }
  }
});

test("what is no period is known as such", () => {
  assert.equal(isPeriod("DAY", "2026-02-30"), false);
  assert.equal(isPeriod("WEEK", "2027-W53"), false);
  assert.equal(isPeriod("HOUR", "2026-11-23T24"), false);
  assert.equal(isPeriod("MONTH", "2026-13"), false);
  assert.equal(isPeriod("DAY", "2026-11"), false);
});

test("the parts of a period are all of it", () => {
  assert.deepEqual(parts("MONTH", "2026-02"), { first: "2026-02-01", last: "2026-02-28" });
  assert.deepEqual(parts("WEEK", "2026-W53"), { first: "2026-12-28", last: "2027-01-03" });
  assert.deepEqual(parts("DAY", "2026-11-23"), { first: "2026-11-23T00", last: "2026-11-23T23" });
  assert.equal(parts("TOTAL", "TOTAL"), undefined);
  assert.equal(lastWithin("WEEK", "2010-12"), "2010-W52");
  assert.equal(lastWithin("DAY", "2010-12"), "2010-12-31");
  assert.equal(finer("HOUR"), undefined);
  for (const [granularity, period, first, last] of [["HOUR", "2026-11-30T05", "2026-11-30", "2026-11-30"], ["WEEK", "2026-W53", "2026-12-28", "2027-01-03"], ["MONTH", "2028-02", "2028-02-01", "2028-02-29"], ["YEAR", "2026", "2026-01-01", "2026-12-31"]] as const) {
    assert.equal(firstDay(granularity, period), first);
    assert.equal(lastDay(granularity, period), last);
    assert.equal(containing(granularity, first, false).slice(0, 7), granularity === "HOUR" ? "2026-11" : period.slice(0, 7));
  }
});

test("a range lists its periods, no more than asked for", () => {
  assert.deepEqual(between("DAY", "2026-11-29", "2026-12-01", 10), ["2026-11-29", "2026-11-30", "2026-12-01"]);
  assert.equal(between("HOUR", "2000-01-01T00", "2026-01-01T00", 100).length, 100);
  assert.deepEqual(between("TOTAL", "TOTAL", "TOTAL", 9), ["TOTAL"]);
});

test("periods are said in words", () => {
  assert.equal(label("DAY", "2026-11-30"), "Mon 30 Nov 2026");
  assert.equal(label("HOUR", "2026-11-30T09"), "Mon 30 Nov 2026, 09:00");
  assert.equal(label("WEEK", "2026-W01"), "Week 1, 2026");
  assert.equal(label("DAY", "2026-13-44"), "2026-13-44", "what is no period stays as it is");
  assert.equal(shortLabel("MONTH", "2026-10"), "Oct ’26");
  assert.equal(shortLabel("DAY", "2026-10-26"), "26 Oct");
});
