import { useState } from "preact/hooks";
import type { AggregateList } from "../api.ts";
import { type Step, hex, parseCheckpoint, parseKey, signature } from "../model/proof.ts";
import { rootFromTiles } from "../model/tree.ts";
import { duration } from "../model/instant.ts";
import { useQuestion, useSurroundings } from "../ui/context.ts";
import { Busy, Problem, When } from "../ui/parts.tsx";
import { Generations } from "./generations.tsx";
import { Quarantine } from "./quarantine.tsx";
import { enterVerifierKey, isEntered, verifierKey } from "../verifierKey.ts";

export function Health({ parameters }: { parameters: Readonly<Record<string, string>> }) {
  return (
    <>
      <header class="title"><h1>Health</h1></header>
      <div class="cards">
        <Freshness />
        <Generations />
        <Quarantine parameters={parameters} />
        <Log />
      </div>
    </>
  );
}

function Freshness() {
  const { api, configuration } = useSurroundings();
  const health = useQuestion("health", async (signal) => {
    await api.get<{ status: string }>("/health", {}, signal);
    const answer = await api.answer("/aggregations/ALL", { granularity: "TOTAL" }, signal);
    return { generation: answer.headers.get("Orders-Generation"), totals: (await answer.json()) as AggregateList };
  });
  const { answer } = health;
  const lag = answer?.totals.freshness.lagMillis;
  return (
    <section class="card" aria-labelledby="freshness">
      <h2 id="freshness">Totals</h2>
      <Busy isBusy={health.isLoading} what="Asking for the lag" />
      {health.problem && <Problem problem={health.problem} again={health.again} />}
      {answer && (
        <>
          <p class="headline">
            <span class={`big ${lag ? "late" : ""}`}>{lag == null ? "–" : lag === 0 ? "0 s" : duration(lag)}</span>
            <span class="under">{lag === 0 ? "behind the events: everything accepted is applied" : "behind the events"}</span>
          </p>
          <dl>
            <dt>Complete up to</dt><dd><When at={answer.totals.freshness.asOf} /> UTC</dd>
            <dt>Reporting time zone</dt><dd>{answer.totals.timeZone}</dd>
            <dt>Generation</dt><dd>{answer.generation ?? "the first"}</dd>
            <dt>Environment</dt><dd>{configuration.environment}</dd>
          </dl>
          <button type="button" onClick={health.again}>Look again</button>
        </>
      )}
    </section>
  );
}

function Log() {
  const { api, configuration } = useSurroundings();
  const [key, setKey] = useState(verifierKey(configuration) ?? "");
  const check = useQuestion(`log ${key}`, async (signal) => {
    const checkpoint = parseCheckpoint(await api.text("/log/checkpoint", {}, signal));
    const steps: Step[] = [await signature(checkpoint, key ? await parseKey(key) : undefined)];
    if (checkpoint.size > 0n) {
      const root = await rootFromTiles(checkpoint.size, (path) => api.bytes(`/log/tile/${path}`));
      const isRoot = hex(root) === hex(checkpoint.root);
      steps.push({ name: "root", result: isRoot ? "good" : "bad",
        says: isRoot ? "The tiles add up to the root of the checkpoint." : "The tiles do not add up to the root of the checkpoint." });
    }
    return { checkpoint, steps };
  });
  const { answer } = check;
  return (
    <section class="card" aria-labelledby="log">
      <h2 id="log">Transparency log</h2>
      <Busy isBusy={check.isLoading} what="Checking the log" />
      {check.problem && <Problem problem={check.problem} again={check.again} />}
      {answer && (
        <>
          <p class="headline"><span class="big">{answer.checkpoint.size.toLocaleString("en")}</span><span class="under">entries under the last checkpoint</span></p>
          <ul class="steps">
            {answer.steps.map(({ name, result, says }) => (
              <li key={name} class={result}><span class="mark" aria-hidden="true">{result === "good" ? "✓" : result === "bad" ? "✗" : "?"}</span> {says}</li>
            ))}
          </ul>
          <dl>
            <dt>Origin</dt><dd>{answer.checkpoint.origin}</dd>
            <dt>Root</dt><dd><code class="digest root">{hex(answer.checkpoint.root)}</code></dd>
          </dl>
        </>
      )}
      <label class="field wide">
        <span>Verifier key that you trust {isEntered() ? "(entered here)" : configuration.logKey ? "(told by this deployment)" : "(none yet)"}</span>
        <input type="text" class="mono" spellcheck={false} value={key} placeholder="name+id+key, as ./orders log key prints it"
          onChange={(e) => { enterVerifierKey(e.currentTarget.value === configuration.logKey ? "" : e.currentTarget.value); setKey(verifierKey(configuration) ?? ""); }} />
      </label>
      <button type="button" onClick={check.again}>Check again</button>
    </section>
  );
}
