/** Periods in the API's notation, in the deployment's reporting time zone. Days are counted in plain calendar arithmetic. */
export const GRANULARITIES = ["HOUR", "DAY", "WEEK", "MONTH", "YEAR", "TOTAL"] as const;
export type Granularity = (typeof GRANULARITIES)[number];

const NOTATION: Record<Granularity, RegExp> = {
  HOUR: /^\d{4}-\d\d-\d\dT\d\d$/,
  DAY: /^\d{4}-\d\d-\d\d$/,
  WEEK: /^\d{4}-W\d\d$/,
  MONTH: /^\d{4}-\d\d$/,
  YEAR: /^\d{4}$/,
  TOTAL: /^TOTAL$/,
};

const EXAMPLE: Record<Granularity, string> = {
  HOUR: "2026-11-23T10",
  DAY: "2026-11-23",
  WEEK: "2026-W48",
  MONTH: "2026-11",
  YEAR: "2026",
  TOTAL: "TOTAL",
};

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

export function isGranularity(text: string | undefined): text is Granularity {
  return GRANULARITIES.some((known) => known === text);
}

export function isPeriod(granularity: Granularity, text: string): boolean {
  return NOTATION[granularity].test(text) && shift(granularity, text, 0) === text;
}

export function example(granularity: Granularity): string {
  return EXAMPLE[granularity];
}

/** The period so many steps later; earlier where the number is negative. */
export function shift(granularity: Granularity, period: string, steps: number): string {
  switch (granularity) {
    case "HOUR":
      return iso(Date.parse(`${period}:00Z`) + steps * HOUR_MILLIS).slice(0, 13);
    case "DAY":
      return iso(Date.parse(`${period}T00:00Z`) + steps * DAY_MILLIS).slice(0, 10);
    case "WEEK":
      return weekOf(mondayOf(period) + steps * 7 * DAY_MILLIS);
    case "MONTH": {
      const months = Number(period.slice(0, 4)) * 12 + Number(period.slice(5)) - 1 + steps;
      return `${year(Math.floor(months / 12))}-${two((months % 12) + 1)}`;
    }
    case "YEAR":
      return year(Number(period) + steps);
    case "TOTAL":
      return "TOTAL";
  }
}

/** The period that a day lies in; of its hours the first, or the last one. */
export function containing(granularity: Granularity, day: string, isLast: boolean): string {
  switch (granularity) {
    case "HOUR":
      return `${day}T${isLast ? "23" : "00"}`;
    case "DAY":
      return day;
    case "WEEK":
      return weekOf(Date.parse(`${day}T00:00Z`));
    case "MONTH":
      return day.slice(0, 7);
    case "YEAR":
      return day.slice(0, 4);
    case "TOTAL":
      return "TOTAL";
  }
}

/** The first day of a period that is no total. */
export function firstDay(granularity: Granularity, period: string): string {
  return granularity === "DAY" ? period : granularity === "YEAR" ? `${period}-01-01` : (parts(granularity, period)?.first ?? period).slice(0, 10);
}

/** The last day of a period that is no total. */
export function lastDay(granularity: Granularity, period: string): string {
  return granularity === "DAY" ? period : granularity === "YEAR" ? `${period}-12-31` : (parts(granularity, period)?.last ?? period).slice(0, 10);
}

/** The last period of this granularity within a month, given as the API writes months. */
export function lastWithin(granularity: Granularity, month: string): string {
  return containing(granularity, shift("DAY", `${shift("MONTH", month, 1)}-01`, -1), true);
}

/** Every period from the first to the last, both included; at most so many, from the first on. */
export function between(granularity: Granularity, first: string, last: string, most: number): string[] {
  const periods: string[] = [];
  for (let period = first; period <= last && periods.length < most; period = shift(granularity, period, 1)) {
    periods.push(period);
    if (granularity === "TOTAL") {
      break;
    }
  }
  return periods;
}

/** The granularity one step finer, for a closer look; none below hours, and months within the total. */
export function finer(granularity: Granularity): Granularity | undefined {
  switch (granularity) {
    case "TOTAL":
      return "MONTH";
    case "YEAR":
      return "MONTH";
    case "MONTH":
    case "WEEK":
      return "DAY";
    case "DAY":
      return "HOUR";
    case "HOUR":
      return undefined;
  }
}

/** The first and last finer periods within a period that is itself no total. */
export function parts(granularity: Granularity, period: string): { first: string; last: string } | undefined {
  switch (granularity) {
    case "YEAR":
      return { first: `${period}-01`, last: `${period}-12` };
    case "MONTH":
      return { first: `${period}-01`, last: lastWithin("DAY", period) };
    case "WEEK": {
      const monday = iso(mondayOf(period)).slice(0, 10);
      return { first: monday, last: shift("DAY", monday, 6) };
    }
    case "DAY":
      return { first: `${period}T00`, last: `${period}T23` };
    case "HOUR":
    case "TOTAL":
      return undefined;
  }
}

/** For people, such as "Mon 23 Nov 2026". */
export function label(granularity: Granularity, period: string): string {
  if (granularity !== "TOTAL" && !isPeriod(granularity, period)) {
    return period; // of an address that somebody wrote
  }
  switch (granularity) {
    case "HOUR":
      return `${label("DAY", period.slice(0, 10))}, ${period.slice(11)}:00`;
    case "DAY": {
      const weekday = WEEKDAYS[new Date(`${period}T00:00Z`).getUTCDay()];
      return `${weekday} ${Number(period.slice(8))} ${monthName(period)} ${period.slice(0, 4)}`;
    }
    case "WEEK":
      return `Week ${Number(period.slice(6))}, ${period.slice(0, 4)}`;
    case "MONTH":
      return `${monthName(period)} ${period.slice(0, 4)}`;
    case "YEAR":
      return period;
    case "TOTAL":
      return "All time";
  }
}

/** For the axis of a chart, where there is little room. */
export function shortLabel(granularity: Granularity, period: string): string {
  switch (granularity) {
    case "HOUR":
      return `${period.slice(11)}h`;
    case "DAY":
      return `${Number(period.slice(8))} ${monthName(period)}`;
    case "WEEK":
      return `W${period.slice(6)}`;
    case "MONTH":
      return `${monthName(period)} \u2019${period.slice(2, 4)}`; // "Oct 26" would be a day
    case "YEAR":
      return period;
    case "TOTAL":
      return "all";
  }
}

function monthName(period: string): string {
  return MONTHS[Number(period.slice(5, 7)) - 1] ?? "";
}

/** ISO 8601: the week of a day belongs to the year that has its Thursday. */
function weekOf(millis: number): string {
  const weekday = (new Date(millis).getUTCDay() + 6) % 7;
  const thursday = millis + (3 - weekday) * DAY_MILLIS;
  const ofYear = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(ofYear, 0, 1)) / (7 * DAY_MILLIS)) + 1;
  return `${year(ofYear)}-W${two(week)}`;
}

function mondayOf(week: string): number {
  const fourth = Date.parse(`${week.slice(0, 4)}-01-04T00:00Z`);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return fourth + ((Number(week.slice(6)) - 1) * 7 - weekday) * DAY_MILLIS;
}

function iso(millis: number): string {
  return Number.isNaN(millis) ? "" : new Date(millis).toISOString();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function year(value: number): string {
  return String(value).padStart(4, "0");
}
