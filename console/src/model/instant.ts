/** Instants as the API writes them: RFC 3339 with up to nine digits of a second, more than a Date holds. */

const FORM = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/i;

/** Nanoseconds since 1970 in UTC; undefined for what is no instant. */
export function nanos(text: string): bigint | undefined {
  const found = FORM.exec(text.trim());
  if (!found) {
    return undefined;
  }
  const seconds = Date.parse(`${found[1]}${found[3]}`);
  return Number.isNaN(seconds) ? undefined : BigInt(seconds) * 1_000_000n + BigInt((found[2] ?? "").padEnd(9, "0") || 0);
}

/** The same instant in UTC with nine digits, so that texts sort as time does; undefined for what is no instant. */
export function fixedWidth(text: string): string | undefined {
  const value = nanos(text);
  if (value === undefined) {
    return undefined;
  }
  const fraction = ((value % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = (value - fraction) / 1_000_000n;
  return `${new Date(Number(seconds)).toISOString().slice(0, 19)}.${fraction.toString().padStart(9, "0")}Z`;
}

/** For people, in UTC: "2026-11-23 10:15:30", with milliseconds where they are asked for. */
export function shown(text: string | null | undefined, withMillis = false): string {
  const fixed = text == null ? undefined : fixedWidth(text);
  return fixed === undefined ? (text ?? "\u2013") : `${fixed.slice(0, 10)} ${fixed.slice(11, withMillis ? 23 : 19)}`;
}

/** A length of time for people: "340 ms", "12 s", "3 min", "2 h", "4 d". */
export function duration(millis: number): string {
  const steps: [number, string][] = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  for (const [size, unit] of steps) {
    if (Math.abs(millis) >= size) {
      return `${Math.round(millis / size)} ${unit}`;
    }
  }
  return `${Math.round(millis)} ms`;
}
