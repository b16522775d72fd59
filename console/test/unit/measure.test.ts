import assert from "node:assert/strict";
import { test } from "node:test";
import { type Amounts, type Measures, mainCurrency } from "../../src/model/measure.ts";

const AMOUNTS: Amounts = { gross: "1", cancelled: "0", returned: "0", shipping: "0", tax: "0", net: "1" };

function inCurrencies(...currencies: string[]): Measures {
  return { orders: {}, units: {}, anomalies: 0, amounts: Object.fromEntries(currencies.map((currency) => [currency, AMOUNTS])) };
}

test("a page opens in the currency of most periods that it shows, then of most months, then the first by name", () => {
  assert.equal(mainCurrency([], []), undefined);
  assert.equal(mainCurrency([inCurrencies("GBP"), inCurrencies("GBP"), inCurrencies("EUR")], [inCurrencies("EUR", "GBP"), inCurrencies("EUR")]), "GBP");
  assert.equal(mainCurrency([inCurrencies("EUR", "GBP")], [inCurrencies("GBP"), inCurrencies("EUR", "GBP")]), "GBP");
  assert.equal(mainCurrency([], [inCurrencies("USD", "EUR")]), "EUR");
});
