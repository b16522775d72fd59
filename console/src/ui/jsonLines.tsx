import type { Reason } from "../api.ts";
import { type Json, lines } from "../model/json.ts";

/** JSON as it was published, each fault beside the line that it is about. */
export function JsonLines({ json, faults = [] }: { json: Json; faults?: readonly Reason[] }) {
  const printed = lines(json);
  // A fault of a member that is missing belongs to what should hold it.
  const placed = faults.map((fault) => ({ ...fault, at: nearest(fault.pointer, printed.map(({ pointer }) => pointer)) }));
  const seen = new Set<string>();
  return (
    <ol class="json">
      {printed.map(({ pointer, indent, text }, i) => {
        const here = seen.has(pointer) ? [] : placed.filter(({ at }) => at === pointer);
        seen.add(pointer);
        return (
          <li key={i} class={here.length > 0 ? "faulty" : undefined}>
            <code style={{ paddingInlineStart: `${indent * 1.25}em` }}>{text}</code>
            {here.map(({ pointer: full, message }) => (
              <span class="fault" key={full + message}>{full !== pointer && full !== "" ? `${full.slice(pointer.length + 1)}: ` : ""}{message}</span>
            ))}
          </li>
        );
      })}
    </ol>
  );
}

function nearest(pointer: string, known: readonly string[]): string {
  let at = pointer;
  while (at !== "" && !known.includes(at)) {
    at = at.slice(0, at.lastIndexOf("/"));
  }
  return at;
}
