import { useState } from "preact/hooks";
import { type Receipt, segment } from "../api.ts";
import { parseJson, type Json, member, textOf } from "../model/json.ts";
import { type Fault, faults } from "../model/schema.ts";
import type { Configuration } from "../session.ts";
import { asProblem, useQuestion, useSurroundings } from "../ui/context.ts";
import { JsonLines } from "../ui/jsonLines.tsx";
import { Busy, Field, Problem } from "../ui/parts.tsx";
import { ReceiptTable } from "./receipts.tsx";

/** By the build, from the document that publishers are served. */
declare const EVENT_TYPES: readonly string[];

const SOURCE = "console";
const PATIENCE_MILLIS = 20_000;
const PAUSE_MILLIS = 300;

interface Outcome {
  readonly receipt?: Receipt;
  readonly problem?: string;
  readonly isWaiting?: boolean;
}

/** A form for one event: held to the published schema as it is typed, then published to the bus of this machine. */
export function Publish() {
  const { api, configuration } = useSurroundings();
  const [type, setType] = useState("OrderPlaced");
  const [text, setText] = useState(() => template("OrderPlaced"));
  const [outcome, setOutcome] = useState<Outcome>({});
  const schema = useQuestion(type, (signal) => api.get<unknown>(`/schemas/${segment(type)}.v1.json`, {}, signal));
  const read = parse(text);
  const found = read.json && schema.answer ? faults(read.json, schema.answer) : [];
  const choose = (next: string): void => {
    setType(next);
    setText(template(next));
    setOutcome({});
  };
  const publish = async (): Promise<void> => {
    setOutcome({ isWaiting: true });
    try {
      await put(configuration, type, text);
      setOutcome(await receiptOf(read.json, (orderId, eventId) => api.get<Receipt>(`/events/${segment(eventId)}/receipt`, { orderId })));
    } catch (e) {
      setOutcome({ problem: e instanceof Error ? e.message : String(e) });
    }
  };
  return (
    <section class="publish" aria-label="Publish an event">
      <form onSubmit={(e) => { e.preventDefault(); void publish(); }}>
        <Field label="Type">
          <select value={type} onChange={(e) => choose(e.currentTarget.value)}>{EVENT_TYPES.map((name) => <option key={name}>{name}</option>)}</select>
        </Field>
        <label class="field wide">
          <span>Detail</span>
          <textarea rows={16} spellcheck={false} value={text} onInput={(e) => { setText(e.currentTarget.value); setOutcome({}); }} />
        </label>
        <button type="submit" class="primary" disabled={read.json === undefined || outcome.isWaiting}>Publish{found.length > 0 ? " all the same" : ""}</button>
      </form>
      <div>
        <Verdict isRead={read.json !== undefined} problem={read.problem} found={found} />
        {read.json && found.length > 0 && <JsonLines json={read.json} faults={found} />}
        {schema.problem && <Problem problem={schema.problem} />}
        <Busy isBusy={outcome.isWaiting === true} what="Waiting for the receipt" />
        {outcome.problem && <p class="problem" role="alert">{outcome.problem}</p>}
        {outcome.receipt && <ReceiptTable receipts={[outcome.receipt]} />}
      </div>
    </section>
  );
}

function Verdict({ isRead, problem, found }: { isRead: boolean; problem: string | undefined; found: readonly Fault[] }) {
  const isGood = isRead && found.length === 0;
  return (
    <p class={`verdict ${isGood ? "good" : "bad"}`} role="status">
      <span class="mark" aria-hidden="true">{isGood ? "✓" : "✗"}</span>{" "}
      {!isRead ? problem : isGood ? "Fits the schema" : `${found.length} ${found.length === 1 ? "fault" : "faults"} by the schema: publishing it shows how a rejection looks`}
    </p>
  );
}

function parse(text: string): { json?: Json; problem?: string } {
  try {
    return { json: parseJson(text) };
  } catch (e) {
    return { problem: e instanceof Error ? e.message : String(e) };
  }
}

/** EventBridge's PutEvents, as any client calls it. */
async function put(configuration: Configuration, type: string, detail: string): Promise<void> {
  const answer = await fetch(configuration.eventsEndpoint ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "AWSEvents.PutEvents" },
    body: JSON.stringify({ Entries: [{ EventBusName: configuration.eventBus, Source: SOURCE, DetailType: type, Detail: detail }] }),
  });
  const said = (await answer.json()) as { Entries?: { ErrorMessage?: string }[]; message?: string };
  const refusal = answer.ok ? said.Entries?.[0]?.ErrorMessage : (said.message ?? answer.statusText);
  if (refusal) {
    throw new Error(`The bus refused it: ${refusal}`);
  }
}

/** Asks until the processor has decided and, where it accepted, the totals hold the event. */
async function receiptOf(json: Json | undefined, ask: (orderId: string, eventId: string) => Promise<Receipt>): Promise<Outcome> {
  const orderId = textOf(member(json, "orderId"));
  const eventId = textOf(member(json, "eventId"));
  if (!orderId || !eventId) {
    return { problem: "Published. Without both ids there is no receipt: look under Rejections." };
  }
  const end = Date.now() + PATIENCE_MILLIS;
  let receipt: Receipt | undefined;
  do {
    try {
      receipt = await ask(orderId, eventId);
    } catch (e) {
      return { problem: `Published, but its receipt cannot be had: ${asProblem(e).message}` };
    }
    if (receipt.outcome !== "unknown" && (receipt.outcome !== "accepted" || receipt.applied)) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
  } while (Date.now() < end);
  return { receipt };
}

function template(type: string): string {
  const now = new Date();
  const number = now.getTime().toString(36).toUpperCase();
  const line = { sku: "TEA-100", quantity: "2", unitPrice: "12.50" };
  const more: Record<string, object> = {
    OrderPlaced: { customerId: "C-17", currency: "GBP", lines: [line], shipping: "4.90" },
    OrderAmended: { lines: [{ ...line, quantity: "3" }], shipping: "4.90" },
    OrderShipped: { carrier: "DHL" },
    OrderCancelled: { reason: "changed their mind" },
    OrderReturned: { lines: [{ sku: "TEA-100", quantity: "1", refund: "12.50" }] },
  };
  return JSON.stringify({ eventId: `evt-${number}`, orderId: `PO-${number}`, occurredAt: `${now.toISOString().slice(0, 19)}Z`, ...more[type] }, null, 2);
}
