import { useState } from "preact/hooks";
import type { Receipt } from "../api.ts";
import { formatAddress } from "../model/address.ts";
import { parsePairs } from "../model/pairs.ts";
import { go, useQuestion, useSurroundings } from "../ui/context.ts";
import { Busy, Chip, Problem, When } from "../ui/parts.tsx";

/** The API's limit of one question. */
const MOST = 100;

/** What became of events whose ids were pasted, one a line. */
export function Receipts({ parameters }: { parameters: Readonly<Record<string, string>> }) {
  const { api } = useSurroundings();
  const ids = parameters["ids"] ?? "";
  const [text, setText] = useState(ids);
  const { pairs, unread } = parsePairs(ids);
  const receipts = useQuestion(pairs.length > 0 ? ids : undefined, async (): Promise<Receipt[]> =>
    (await api.post<{ items: Receipt[] }>("/receipts", { events: pairs.slice(0, MOST) })).items);
  return (
    <section aria-label="Receipts">
      <form onSubmit={(e) => { e.preventDefault(); go(formatAddress(["intake", "receipts"], { ids: text.trim() })); }}>
        <label class="field wide">
          <span>Order id and event id, one pair a line</span>
          <textarea rows={5} spellcheck={false} value={text} placeholder={"PO-1001 evt-1\nPO-1001 evt-2"} onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <button type="submit">Ask</button>
      </form>
      {unread.length > 0 && <p class="problem">These lines are no pair of ids: {unread.map((line) => <code key={line}>{line} </code>)}</p>}
      {pairs.length > MOST && <p class="problem">Only the first {MOST} of {pairs.length} are asked for.</p>}
      <Busy isBusy={receipts.isLoading} what="Asking for receipts" />
      {receipts.problem && <Problem problem={receipts.problem} again={receipts.again} />}
      {receipts.answer && <ReceiptTable receipts={receipts.answer} />}
    </section>
  );
}

export function ReceiptTable({ receipts }: { receipts: readonly Receipt[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="What became of each event">
      <table>
        <thead><tr><th scope="col">Order</th><th scope="col">Event</th><th scope="col">Outcome</th><th scope="col">In the totals</th><th scope="col">Recorded <small>UTC</small></th><th scope="col">What it did, or why not</th></tr></thead>
        <tbody>
          {receipts.map((receipt) => (
            <tr key={`${receipt.orderId} ${receipt.eventId}`}>
              <th scope="row"><a href={formatAddress(["orders", receipt.orderId], { event: receipt.eventId })}>{receipt.orderId}</a></th>
              <td><code>{receipt.eventId}</code></td>
              <td><Chip kind={receipt.outcome}>{receipt.outcome}</Chip></td>
              <td>{inTotals(receipt)}{receipt.duplicateCount > 0 && <small> · {receipt.duplicateCount} more {receipt.duplicateCount === 1 ? "delivery" : "deliveries"}</small>}</td>
              <td class="mono"><When at={receipt.recordedAt} /></td>
              <td class="said">{said(receipt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Of two contents under one id the stored one may be in the totals while the receipt tells of the other. */
function inTotals({ outcome, applied }: Receipt): string {
  if (outcome === "conflict") {
    return applied ? "the first content" : "no";
  }
  return outcome !== "accepted" ? "no" : applied ? "yes" : "not yet";
}

function said(receipt: Receipt): string {
  const reasons = [...receipt.reasons, ...receipt.warnings].map(({ pointer, message }) => `${pointer} ${message}`.trim());
  return [receipt.effect === "none" ? `nothing: ${receipt.effectReason ?? ""}` : receipt.effect, receipt.quarantineReason, ...reasons].filter(Boolean).join("; ") || "–";
}

