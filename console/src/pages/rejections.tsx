import type { Rejection } from "../api.ts";
import { formatAddress } from "../model/address.ts";
import { type Json, member, parseJson } from "../model/json.ts";
import { go, useQuestion, useSurroundings } from "../ui/context.ts";
import { JsonLines } from "../ui/jsonLines.tsx";
import { Busy, Chip, Empty, Field, Problem, When } from "../ui/parts.tsx";

type Parameters = Readonly<Record<string, string>>;

const PAGE = 50;

interface Shown {
  readonly rejection: Rejection;
  /** The detail to the letter. */
  readonly detail: Json | undefined;
}

/** What was published and not accepted, each with its reasons beside the JSON that they are about. */
export function Rejections({ parameters }: { parameters: Parameters }) {
  const { api } = useSurroundings();
  const { source, type, outcome, cursor, from, to } = parameters;
  const question = { source, type, outcome, from, to, cursor, limit: PAGE };
  const rejections = useQuestion(JSON.stringify(question), async (signal) => read(await api.text("/rejections", question, signal)));
  const set = (changes: Record<string, string | undefined>): void => go(formatAddress(["intake", "rejections"], { ...parameters, cursor: undefined, ...changes }));
  return (
    <section aria-label="Rejections">
      <form class="controls" onSubmit={(e) => e.preventDefault()}>
        <Field label="Source"><input type="text" value={source ?? ""} spellcheck={false} placeholder="any" onChange={(e) => set({ source: e.currentTarget.value.trim() })} /></Field>
        <Field label="Type"><input type="text" value={type ?? ""} spellcheck={false} placeholder="any" onChange={(e) => set({ type: e.currentTarget.value.trim() })} /></Field>
        <Field label="Outcome">
          <select value={outcome ?? ""} onChange={(e) => set({ outcome: e.currentTarget.value })}>
            <option value="">any</option><option>rejected</option><option>conflict</option>
          </select>
        </Field>
        <Field label="Recorded from"><input type="text" value={from ?? ""} placeholder="2026-11-23T00:00:00Z" onChange={(e) => set({ from: e.currentTarget.value.trim() })} /></Field>
        <Field label="To"><input type="text" value={to ?? ""} placeholder="2026-11-24T00:00:00Z" onChange={(e) => set({ to: e.currentTarget.value.trim() })} /></Field>
        <button type="button" onClick={rejections.again}>Look again</button>
      </form>
      <Busy isBusy={rejections.isLoading} what="Reading rejections" />
      {rejections.problem && <Problem problem={rejections.problem} again={rejections.again} />}
      {rejections.answer?.shown.length === 0 && <Empty>Nothing was rejected{source || type || outcome || from || to ? " that fits these filters" : ""}.</Empty>}
      {rejections.answer?.shown.map(({ rejection, detail }) => <One key={rejection.rejectionId} rejection={rejection} detail={detail} />)}
      {rejections.answer?.nextCursor && (
        <p class="more"><a href={formatAddress(["intake", "rejections"], { ...parameters, cursor: rejections.answer.nextCursor })}>Older rejections</a></p>
      )}
    </section>
  );
}

function One({ rejection, detail }: Shown) {
  return (
    <article class="rejection">
      <header>
        <h2>{rejection.type || "no type"}</h2>
        <Chip kind={rejection.outcome}>{rejection.outcome}</Chip>
        <span class="mono"><When at={rejection.recordedAt} /></span>
        <span class="under">
          from <code>{rejection.source}</code>
          {rejection.orderId && <> · order <a href={formatAddress(["orders", rejection.orderId])}>{rejection.orderId}</a></>}
          {rejection.eventId && <> · event <code>{rejection.eventId}</code></>}
        </span>
      </header>
      <div class="beside">
        <ul class="reasons">
          {rejection.reasons.map(({ pointer, message }) => <li key={pointer + message}><code>{pointer || "the whole"}</code> {message}</li>)}
          {rejection.digests && <li>Stored content <code>{rejection.digests.stored.slice(0, 16)}</code>, this one <code>{rejection.digests.received.slice(0, 16)}</code></li>}
        </ul>
        {detail && <JsonLines json={detail} faults={rejection.reasons} />}
      </div>
    </article>
  );
}

/** Numbers of the details stay what was published, which JSON.parse alone would round. */
function read(body: string): { shown: Shown[]; nextCursor: string | null } {
  const parsed = JSON.parse(body) as { items: Rejection[]; nextCursor: string | null };
  const exact = member(parseJson(body), "items");
  return {
    shown: parsed.items.map((rejection, i) => ({ rejection, detail: exact?.kind === "array" ? member(exact.items[i], "detail") : undefined })),
    nextCursor: parsed.nextCursor,
  };
}
