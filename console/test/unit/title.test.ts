import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAddress } from "../../src/model/address.ts";
import { titleOf } from "../../src/model/title.ts";

test("the titles of tabs tell the pages apart, by what they show", () => {
  const titles: Readonly<Record<string, string>> = {
    "": "Totals · All orders",
    "#/totals?key=CUSTOMER%2318102": "Totals · Customer 18102",
    "#/explain?key=ALL&granularity=DAY&period=2026-11-04&measure=net&currency=GBP": "Net · Wed 4 Nov 2026 · All orders",
    "#/explain?key=PRODUCT%23TEA&granularity=TOTAL&period=TOTAL&measure=units.ordered": "Units ordered · All time · Product TEA",
    "#/explain?granularity=DAY&period=2026-13-44": "Net · 2026-13-44 · All orders",
    "#/orders": "Orders",
    "#/orders?customer=18102": "Orders of 18102",
    "#/orders/UK-1?asOf=2026-11-04T09:00:00Z": "Order UK-1",
    "#/intake": "Intake · rejections",
    "#/intake/receipts": "Intake · receipts",
    "#/health": "Health",
    "#/nonsense": "No such page",
  };
  for (const [hash, title] of Object.entries(titles)) {
    assert.equal(titleOf(parseAddress(hash)), `${title} – Purchase orders`, hash);
  }
});
