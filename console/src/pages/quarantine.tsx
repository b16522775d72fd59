import type { Page, Quarantined } from "../api.ts";
import { formatAddress } from "../model/address.ts";
import { useQuestion, useSurroundings } from "../ui/context.ts";
import { Busy, Problem } from "../ui/parts.tsx";
import { keyLabel } from "../model/key.ts";

type Parameters = Readonly<Record<string, string>>;

const PAGE = 20;

/** What is left out of the totals, and why. */
export function Quarantine({ parameters }: { parameters: Parameters }) {
  const { api } = useSurroundings();
  const { cursor } = parameters;
  const asked = useQuestion(`quarantine ${cursor ?? ""}`, (signal) => api.get<Page<Quarantined>>("/quarantine", { cursor, limit: PAGE }, signal));
  const { answer } = asked;
  const isEmpty = answer?.items.length === 0 && cursor === undefined;
  return (
    <section class="card" aria-labelledby="quarantine">
      <h2 id="quarantine">Quarantine</h2>
      <Busy isBusy={asked.isLoading} what="Asking for what is in quarantine" />
      {asked.problem && <Problem problem={asked.problem} again={asked.again} />}
      {answer && (
        <>
          <p class="headline">
            <span class={answer.items.length > 0 ? "big late" : "big"}>{count(answer, cursor !== undefined)}</span>
            <span class="under">{isEmpty ? "left out of the totals: every event is in them" : "left out of the totals until the cause is mended"}</span>
          </p>
          <ul class="entries">
            {answer.items.map((item) => <One key={JSON.stringify(item)} item={item} />)}
          </ul>
          {answer.nextCursor && <p class="more"><a href={formatAddress(["health"], { ...parameters, cursor: answer.nextCursor })}>Further ones</a></p>}
          <button type="button" onClick={asked.again}>Look again</button>
        </>
      )}
    </section>
  );
}

function count({ items, nextCursor }: Page<Quarantined>, isLaterPage: boolean): string {
  return isLaterPage ? `${items.length} further` : `${items.length}${nextCursor ? "+" : ""}`;
}

function One({ item }: { item: Quarantined }) {
  return (
    <li>
      {item.kind === "event" ? (
        <p>
          {item.orderId ? <a href={formatAddress(["orders", item.orderId])}>{item.orderId}</a> : "no order"} <code class="digest">{item.timestamp}</code>
        </p>
      ) : (
        <p>
          <a href={formatAddress(["totals"], { key: item.aggregationKey ?? undefined, granularity: item.granularity ?? undefined })}>{keyLabel(item.aggregationKey ?? "ALL")}</a>{" "}
          <span class="period">{item.period}</span> <span class="under">additions are kept beside it, and counted</span>
        </p>
      )}
      <p class="late">{item.reason}</p>
    </li>
  );
}
