/**
 * Exact decimals, as the API writes them: plain notation in strings. Never a binary floating-point number, which 0.1 is not
 * in; `forPixels` alone makes one, to place a point on the screen.
 */
export interface Decimal {
  /** The digits without the point. */
  readonly unscaled: bigint;
  /** How many of the digits come after the point. */
  readonly scale: number;
}

export const ZERO: Decimal = { unscaled: 0n, scale: 0 };

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Reads plain notation; throws on anything else, an exponent included. */
export function decimal(text: string | number): Decimal {
  const found = PLAIN.exec(String(text));
  if (!found) {
    throw new RangeError(`not a decimal in plain notation: ${text}`);
  }
  const [, sign, whole, fraction = ""] = found;
  return { unscaled: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { unscaled: at(a, scale) + at(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { unscaled: -b.unscaled, scale: b.scale });
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) {
    total = add(total, value);
  }
  return total;
}

/** Negative, zero or positive, as a is below, equal to or above b. */
export function compare(a: Decimal, b: Decimal): number {
  const { unscaled } = subtract(a, b);
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0;
}

export function isZero(value: Decimal): boolean {
  return value.unscaled === 0n;
}

/** Plain notation, without zeros at the end, as the API writes it. */
export function plain(value: Decimal): string {
  return written(value, 0);
}

/**
 * For people: groups of three digits by commas, and at least so many digits after the point. Exact: no digit is left out.
 */
export function grouped(value: Decimal, leastFraction = 0): string {
  const [whole = "0", fraction] = written(value, leastFraction).split(".");
  const sign = whole.startsWith("-") ? "\u2212" : "";
  const digits = whole.replace("-", "").replace(/\B(?=(\d{3})+$)/g, ",");
  return sign + digits + (fraction === undefined ? "" : `.${fraction}`);
}

/** Near enough for a place on the screen, and for nothing else. */
export function forPixels(value: Decimal): number {
  return Number(plain(value));
}

function written(value: Decimal, leastFraction: number): string {
  const negative = value.unscaled < 0n;
  const digits = (negative ? -value.unscaled : value.unscaled).toString().padStart(value.scale + 1, "0");
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = digits
    .slice(digits.length - value.scale)
    .replace(/0+$/, "")
    .padEnd(leastFraction, "0");
  return (negative ? "-" : "") + whole + (fraction === "" ? "" : `.${fraction}`);
}

function at(value: Decimal, scale: number): bigint {
  return value.unscaled * 10n ** BigInt(scale - value.scale);
}
