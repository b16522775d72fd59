import type { Freshness } from "../api.ts";
import { duration } from "../model/instant.ts";
import { When } from "./parts.tsx";

/** Below this, an answer is as fresh as its reader can tell. */
const UNSEEN_MILLIS = 1_000;

/** How far an answer may be after the events, in words and by colour. */
export function FreshnessLine({ freshness, timeZone }: { freshness: Freshness; timeZone?: string }) {
  const { asOf, lagMillis } = freshness;
  const isBehind = lagMillis !== null && lagMillis >= UNSEEN_MILLIS;
  return (
    <p class={isBehind ? "freshness behind" : "freshness"}>
      <span class="dot" aria-hidden="true" />
      {asOf === null ? "No event recorded yet" : isBehind ? <>Behind by {duration(lagMillis)}: holds what was recorded by <When at={asOf} /> UTC</> : <>Up to date: holds what was recorded by <When at={asOf} /> UTC</>}
      {timeZone && <span class="zone"> · periods in {timeZone}</span>}
    </p>
  );
}
