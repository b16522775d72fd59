import { useState } from "preact/hooks";
import { type OrderEvent, segment } from "../api.ts";
import { type Step, checkEvent, parseKey } from "../model/proof.ts";
import { verifierKey } from "../verifierKey.ts";
import { useQuestion, useSurroundings } from "./context.ts";

/**
 * Whether this event, as shown here, is in the signed log: checked in this browser, step by step.
 *
 * @param isAtOnce whether it is checked before anybody asks
 */
export function ProofBadge({ event, isAtOnce }: { event: OrderEvent; isAtOnce: boolean }) {
  const { api, configuration } = useSurroundings();
  const [isOpen, setIsOpen] = useState(false);
  const [isAsked, setIsAsked] = useState(isAtOnce);
  const text = event.detailText;
  const check = useQuestion(text === undefined || !isAsked ? undefined : JSON.stringify(event), async (signal): Promise<Step[]> => {
    const proof = await api.text(`/events/${segment(event.eventId)}/proof`, { orderId: event.orderId }, signal);
    const given = verifierKey(configuration);
    const key = given ? await parseKey(given) : undefined;
    return checkEvent({ ...event, detailText: text ?? "" }, proof, key);
  });
  if (!isAsked) {
    return <div class="proof"><button type="button" onClick={() => setIsAsked(true)}>Check its proof</button></div>;
  }
  const steps = check.answer;
  const verdict = check.problem ? (check.problem.status === 404 ? "waiting" : "undecided") : worst(steps);
  return (
    <div class={`proof ${verdict} ${isOpen ? "open" : ""}`}>
      <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <span class="mark" aria-hidden="true">{MARKS[verdict]}</span> {WORDS[verdict]}
      </button>
      {isOpen && (
        <ul>
          {steps?.map(({ name, result, says }) => (
            <li key={name} class={result}><span class="mark" aria-hidden="true">{MARKS[result]}</span> {says}</li>
          ))}
          {check.problem && <li>{check.problem.message} <button type="button" onClick={check.again}>Ask again</button></li>}
        </ul>
      )}
    </div>
  );
}

type Verdict = Step["result"] | "waiting" | "checking";

const MARKS: Record<Verdict, string> = { good: "✓", bad: "✗", undecided: "?", waiting: "◷", checking: "…" };
const WORDS: Record<Verdict, string> = {
  good: "Proven: in the signed log",
  bad: "Not what was logged",
  undecided: "Partly checked",
  waiting: "Not in the log yet",
  checking: "Checking the proof",
};

function worst(steps: readonly Step[] | undefined): Verdict {
  if (!steps) {
    return "checking";
  }
  return steps.some(({ result }) => result === "bad") ? "bad" : steps.some(({ result }) => result === "undecided") ? "undecided" : "good";
}
