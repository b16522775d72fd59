import assert from "node:assert/strict";
import { test } from "node:test";
import { add, compare, decimal, forPixels, grouped, plain, subtract, sum } from "../../src/model/decimal.ts";

test("sums of money are exact where binary floating point is not", () => {
  assert.equal(plain(add(decimal("0.1"), decimal("0.2"))), "0.3");
  assert.equal(plain(sum(["999999999999.999999", "0.000001"].map(decimal))), "1000000000000");
  assert.equal(plain(subtract(decimal("9007199254740993"), decimal("1"))), "9007199254740992");
});

test("ten thousand random amounts add up to what integers say", () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
  let state = seed;
  let expected = 0n;
  const amounts: string[] = [];
  for (let i = 0; i < 10_000; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const cents = BigInt(state % 100_000_000) - 50_000_000n;
    expected += cents;
    const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
    amounts.push(`${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`);
  }
  assert.equal(compare(sum(amounts.map(decimal)), { unscaled: expected, scale: 2 }), 0, `SEED=${seed}`);
});

test("what is no plain decimal is refused", () => {
  for (const text of ["", "1e3", "1.", ".5", "NaN", "1,5", " 1"]) {
    assert.throws(() => decimal(text), RangeError, text);
  }
});

test("numbers are shown to the last digit, in groups, with a true minus sign", () => {
  assert.equal(grouped(decimal("1234567.5"), 2), "1,234,567.50");
  assert.equal(grouped(decimal("-1234.567891"), 2), "\u22121,234.567891");
  assert.equal(grouped(decimal("0"), 2), "0.00");
  assert.equal(grouped(decimal("-0.5")), "\u22120.5");
  assert.equal(plain(decimal("12.500")), "12.5");
  assert.equal(forPixels(decimal("-2.5")), -2.5);
});

test("comparing looks at values, not at digits", () => {
  assert.equal(compare(decimal("1.50"), decimal("1.5")), 0);
  assert.ok(compare(decimal("-2"), decimal("1")) < 0);
  assert.ok(compare(decimal("10"), decimal("9.999999")) > 0);
});
