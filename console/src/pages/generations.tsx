import { useEffect } from "preact/hooks";
import type { Generation, Page } from "../api.ts";
import { useQuestion, useSurroundings } from "../ui/context.ts";
import { Busy, Chip, Problem, When } from "../ui/parts.tsx";

const LOOK_AGAIN_MILLIS = 2_000;

/** The generations of projections, and how far one is that is being built: looks again by itself until it is done. */
export function Generations() {
  const { api } = useSurroundings();
  const asked = useQuestion("generations", (signal) => api.get<Page<Generation>>("/generations", {}, signal));
  const kept = asked.answer?.items.filter(({ state }) => state !== "retired") ?? [];
  const retired = asked.answer?.items.filter(({ state }) => state === "retired") ?? [];
  const isUnderWay = kept.some((one) => one.state === "building" || one.state === "held");
  const { again } = asked;
  useEffect(() => {
    if (!isUnderWay) {
      return;
    }
    const timer = setInterval(again, LOOK_AGAIN_MILLIS);
    return () => clearInterval(timer);
  }, [isUnderWay]);
  return (
    <section class="card" aria-labelledby="generations">
      <h2 id="generations">Generations of the totals</h2>
      <Busy isBusy={asked.isLoading} what="Asking for the generations" />
      {asked.problem && <Problem problem={asked.problem} again={asked.again} />}
      <ul class="entries">
        {kept.map((one) => <One key={one.generation} generation={one} />)}
      </ul>
      {retired.length > 0 && <p class="under">Retired: {retired.map(({ generation }) => generation).join(", ")}</p>}
      {asked.answer && <button type="button" onClick={asked.again}>Look again</button>}
    </section>
  );
}

function One({ generation }: { generation: Generation }) {
  const { generation: number, state, timeZone, snapshotAt, loadedOrders, ofOrders, comparedAt } = generation;
  return (
    <li>
      <p><strong>{number}</strong> <Chip kind={state}>{state}</Chip> <span class="under">periods in {timeZone}</span></p>
      <p>{sentence(generation)}</p>
      {state === "building" && ofOrders > 0 && (
        <>
          <progress max={ofOrders} value={loadedOrders} aria-label={`Generation ${number}: orders loaded`} />
          <p class="under">{loadedOrders.toLocaleString("en")} of {ofOrders.toLocaleString("en")} orders loaded ({Math.floor((100 * loadedOrders) / ofOrders)} %)</p>
        </>
      )}
      {(snapshotAt || comparedAt) && (
        <p class="under">
          {snapshotAt && <>From the events as of <When at={snapshotAt} /> UTC. </>}
          {comparedAt && <>Found equal to them at <When at={comparedAt} /> UTC.</>}
        </p>
      )}
    </li>
  );
}

function sentence({ state, loadedOrders, ofOrders, comparedAt }: Generation): string {
  switch (state) {
    case "live":
      return "Answers, and follows the events.";
    case "building":
      return ofOrders === 0 ? "Is begun: the events are read." : loadedOrders === 0 ? "Is loaded from the events: the totals first, then the orders." : "Is loaded from the events: its totals are there.";
    case "fed":
      return comparedAt ? "Follows the events beside the live one, and can be made live." : "Follows the events beside the live one, and is not compared with them yet.";
    case "held":
      return "Stands still while it is compared with the events.";
    case "retired":
      return "Is gone.";
  }
}
