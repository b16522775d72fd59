/** Questions to the API, with its problems as errors that people can read. */
import { type Configuration, accessToken, signOut } from "./session.ts";
import type { Measures } from "./model/measure.ts";
import type { Granularity } from "./model/period.ts";

export type Parameters = Readonly<Record<string, string | number | undefined>>;

export interface Freshness {
  readonly asOf: string | null;
  readonly lagMillis: number | null;
}

export interface Aggregate extends Measures {
  readonly period: string;
}

export interface AggregateList {
  readonly aggregationKey: string;
  readonly granularity: Granularity;
  readonly timeZone: string;
  readonly freshness: Freshness;
  readonly items: readonly Aggregate[];
  /** What counts for nothing because it is not what was recorded; only as of a moment, and where there is such. */
  readonly leftOut?: LeftOut;
  readonly nextCursor: string | null;
}

export interface LeftOut {
  readonly orders: number;
  readonly events: number;
  /** The first of them. */
  readonly damaged: readonly DamagedEvent[];
}

export interface Contribution {
  readonly orderId: string;
  readonly eventId: string;
  readonly type: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly anomaly: string | null;
  readonly contribution: Measures;
}

export interface ContributionList {
  readonly timeZone: string;
  readonly items: readonly (Contribution | DamagedContribution)[];
  readonly nextCursor: string | null;
}

export interface OrderLine {
  readonly sku: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly discount: string;
  readonly returned: string;
}

export interface Order {
  readonly orderId: string;
  readonly customerId: string | null;
  readonly status: string;
  readonly currency: string | null;
  readonly total: string;
  readonly refunded: string;
  readonly lines: readonly OrderLine[];
  readonly shipping: string;
  readonly tax: string;
  readonly placedAt: string | null;
  readonly updatedAt: string | null;
  readonly version: number;
  readonly anomalies: readonly { readonly eventId: string; readonly reason: string }[];
}

export interface OrderEvent {
  readonly orderId: string;
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly anomaly?: string;
  /** The exact published text, by `detail=TEXT`. */
  readonly detailText?: string;
}

/** What is stored in an event's place and is not what was recorded, or cannot be read: why, instead of its content. */
export interface DamagedEvent {
  readonly orderId: string;
  readonly eventId: string;
  readonly altered?: string;
  readonly unreadable?: string;
}

/** The same among what makes up a number, to which it adds nothing. */
export interface DamagedContribution extends DamagedEvent {
  readonly contribution: Measures;
}

export function isDamaged<T extends object>(item: T | DamagedEvent): item is DamagedEvent {
  return "altered" in item || "unreadable" in item;
}

export function isIntact(item: OrderEvent | DamagedEvent): item is OrderEvent {
  return !isDamaged(item);
}

export interface Reason {
  readonly pointer: string;
  readonly message: string;
}

export interface Rejection {
  readonly rejectionId: string;
  readonly recordedAt: string;
  readonly outcome: string;
  readonly type: string;
  readonly source: string;
  readonly eventId: string | null;
  readonly orderId: string | null;
  readonly reasons: readonly Reason[];
  readonly digests: { readonly stored: string; readonly received: string } | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface Generation {
  readonly generation: number;
  readonly state: "live" | "building" | "fed" | "held" | "retired";
  readonly timeZone: string;
  readonly snapshotAt: string | null;
  readonly loadedOrders: number;
  /** 0 until they are counted. */
  readonly ofOrders: number;
  readonly comparedAt: string | null;
}

export interface Quarantined {
  readonly kind: "event" | "aggregate";
  readonly orderId: string | null;
  readonly timestamp: string | null;
  readonly aggregationKey: string | null;
  readonly granularity: string | null;
  readonly period: string | null;
  readonly reason: string;
}

export interface Receipt {
  readonly eventId: string;
  readonly orderId: string;
  readonly outcome: string;
  readonly recordedAt: string | null;
  readonly applied: boolean;
  readonly effect: string | null;
  readonly effectReason: string | null;
  readonly duplicateCount: number;
  readonly quarantineReason: string | null;
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
}

export interface Ranked {
  readonly rank: number;
  readonly aggregationKey: string;
  readonly customerId?: string;
  readonly sku?: string;
  readonly value: string | number;
}

/** An answer that is no 2xx, with the sentence of its RFC 9457 problem. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly errors: readonly { readonly parameter: string; readonly message: string }[];

  constructor(status: number, detail: string, errors: readonly { parameter: string; message: string }[] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export class Api {
  private readonly configuration: Configuration;
  private readonly signedOut: () => void;

  /** @param signedOut is told when the API no longer takes the token */
  constructor(configuration: Configuration, signedOut: () => void) {
    this.configuration = configuration;
    this.signedOut = signedOut;
  }

  /** The parsed body of `GET path`. */
  async get<T>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<T> {
    return (await (await this.answer(path, parameters, signal)).json()) as T;
  }

  async text(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<string> {
    return (await this.answer(path, parameters, signal)).text();
  }

  async bytes(path: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.answer(path, {})).arrayBuffer());
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.send(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
    return (await answer.json()) as T;
  }

  /** The answer itself, for its headers. */
  async answer(path: string, parameters: Parameters, signal?: AbortSignal): Promise<Response> {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined && value !== "") {
        query.set(name, String(value));
      }
    }
    const text = query.toString();
    return this.send(text ? `${path}?${text}` : path, signal ? { signal } : {});
  }

  private async send(path: string, init: RequestInit): Promise<Response> {
    const token = accessToken();
    const headers = { ...(init.headers as Record<string, string> | undefined), ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    let answer: Response;
    try {
      answer = await fetch(this.configuration.api + path, { ...init, headers });
    } catch (e) {
      if (init.signal?.aborted) {
        throw e;
      }
      throw new ApiProblem(0, "The API does not answer: is the system running, and this machine online?");
    }
    if (answer.ok) {
      return answer;
    }
    if (answer.status === 401) {
      signOut();
      this.signedOut();
    }
    throw await problem(answer);
  }
}

async function problem(answer: Response): Promise<ApiProblem> {
  try {
    const body = (await answer.json()) as { detail?: string; title?: string; errors?: { parameter: string; message: string }[] };
    return new ApiProblem(answer.status, body.detail ?? body.title ?? answer.statusText, body.errors);
  } catch {
    return new ApiProblem(answer.status, answer.statusText || `The API answered ${answer.status}.`);
  }
}

/** Percent-encodes one segment of a path; a key's `#` among them. */
export function segment(text: string): string {
  return encodeURIComponent(text);
}
