/** The measures that the API answers for a key and period: their names, where they stand, and how they are said. */
import { type Decimal, ZERO, decimal } from "./decimal.ts";

export interface Amounts {
  readonly gross: string;
  readonly cancelled: string;
  readonly returned: string;
  readonly shipping: string;
  readonly tax: string;
  readonly net: string;
}

export interface Measures {
  readonly orders: Readonly<Record<string, number>>;
  readonly units: Readonly<Record<string, string>>;
  readonly amounts: Readonly<Record<string, Amounts>>;
  readonly anomalies: number;
}

export interface Measure {
  readonly name: string;
  readonly label: string;
  readonly group: "amounts" | "orders" | "units" | "other";
  /** Whether products have it. */
  readonly ofProducts: boolean;
  readonly says: string;
}

const amount = (name: string, label: string, says: string, ofProducts = true): Measure => ({ name, label, group: "amounts", ofProducts, says });
const orders = (name: string, says: string): Measure => ({ name: `orders.${name}`, label: `Orders ${name}`, group: "orders", ofProducts: false, says });
const units = (name: string, says: string): Measure => ({ name: `units.${name}`, label: `Units ${name}`, group: "units", ofProducts: true, says });

export const MEASURES: readonly Measure[] = [
  amount("net", "Net", "gross less what was cancelled and returned"),
  amount("gross", "Gross", "what was ordered, with every amendment"),
  amount("cancelled", "Cancelled", "the totals of orders at their cancelling"),
  amount("returned", "Returned", "refunds"),
  amount("shipping", "Shipping", "that part of gross", false),
  amount("tax", "Tax", "that part of gross", false),
  orders("placed", "orders placed"),
  orders("confirmed", "orders confirmed"),
  orders("shipped", "orders shipped"),
  orders("delivered", "orders delivered"),
  orders("cancelled", "orders cancelled"),
  orders("returned", "orders returned for the first time"),
  orders("amended", "amendments that changed something"),
  units("ordered", "quantities, changed by amendments"),
  units("cancelled", "quantities of cancelled orders"),
  units("returned", "quantities that came back"),
  { name: "anomalies", label: "Anomalies", group: "other", ofProducts: false, says: "events that the order's state did not allow" },
];

export function measureOf(name: string | undefined): Measure {
  return MEASURES.find((measure) => measure.name === name) ?? MEASURES[0]!;
}

/** The value of a measure; zero where the API leaves a currency out. */
export function valueOf(measures: Measures, measure: Measure, currency: string): Decimal {
  const [group, name = ""] = measure.name.split(".");
  switch (measure.group) {
    case "amounts": {
      const amounts = measures.amounts[currency];
      return amounts ? decimal(amounts[measure.name as keyof Amounts]) : ZERO;
    }
    case "orders":
    case "units":
      return decimal((group === "orders" ? measures.orders : measures.units)[name] ?? 0);
    case "other":
      return decimal(measures.anomalies);
  }
}

/** How many digits a currency has after the point, for reading; more are shown where there are more. */
export function fractionOf(measure: Measure, currency: string): number {
  if (measure.group !== "amounts") {
    return 0;
  }
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/**
 * The currency to begin with: the one of most periods that are shown, then of most months, then the first by name. The first
 * by name alone would hide a year's business for one order in another currency.
 */
export function mainCurrency(shown: readonly Measures[], months: readonly Measures[]): string | undefined {
  const periods = (items: readonly Measures[], currency: string): number => items.filter(({ amounts }) => currency in amounts).length;
  return currenciesOf([...months, ...shown]).sort((a, b) => periods(shown, b) - periods(shown, a) || periods(months, b) - periods(months, a))[0];
}

export function currenciesOf(items: readonly Measures[]): string[] {
  return [...new Set(items.flatMap((item) => Object.keys(item.amounts)))].sort();
}
