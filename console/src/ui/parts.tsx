import type { ComponentChildren } from "preact";
import type { ApiProblem } from "../api.ts";
import { type Decimal, grouped } from "../model/decimal.ts";
import { shown } from "../model/instant.ts";

/** What went wrong, in the API's words, with what can be done about it. */
export function Problem({ problem, again }: { problem: ApiProblem; again?: () => void }) {
  return (
    <div class="problem" role="alert">
      <strong>{heading(problem.status)}</strong>
      <p>{problem.message}</p>
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ parameter, message }) => (
            <li key={parameter}>
              <code>{parameter}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {again && <button type="button" onClick={again}>Try again</button>}
    </div>
  );
}

function heading(status: number): string {
  switch (status) {
    case 0:
      return "No answer";
    case 400:
      return "The question cannot be answered as it stands";
    case 401:
      return "Signed out";
    case 403:
      return "This sign-in may not see that";
    case 404:
      return "Nothing is known by that name";
    case 429:
    case 503:
      return "Too busy for now";
    default:
      return `The API answered ${status}`;
  }
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

/** A line that moves while something is asked, and says so to those who cannot see it. */
export function Busy({ isBusy, what }: { isBusy: boolean; what: string }) {
  return (
    <div class={isBusy ? "busy on" : "busy"} role="status">
      <span class="unseen">{isBusy ? `${what} …` : ""}</span>
    </div>
  );
}

export function Chip({ kind, children }: { kind: string; children: ComponentChildren }) {
  return <span class={`chip ${kind.toLowerCase()}`}>{children}</span>;
}

/** An exact number; negative ones with a true minus sign. */
export function Figure({ value, fraction = 0 }: { value: Decimal; fraction?: number }) {
  return <span class={value.unscaled === 0n ? "figure zero" : "figure"}>{grouped(value, fraction)}</span>;
}

/** An instant in UTC, to the second; all its digits on pointing at it. */
export function When({ at }: { at: string | null | undefined }) {
  return at ? <time dateTime={at} title={`${at} (UTC)`}>{shown(at)}</time> : <span>–</span>;
}

/** One choice of few, as radio buttons in a row. */
export function Choice<T extends string>(props: {
  legend: string;
  name: string;
  options: readonly { readonly value: T; readonly label: string }[];
  value: T;
  onChoose: (value: T) => void;
}) {
  return (
    <fieldset class="choice">
      <legend>{props.legend}</legend>
      <div>
        {props.options.map(({ value, label }) => (
          <label key={value}>
            <input type="radio" name={props.name} checked={props.value === value} onChange={() => props.onChoose(value)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

/** Shown while it has the focus: leads past what has many links, by the id of what takes the focus instead. */
export function Skip({ to, children }: { to: string; children: ComponentChildren }) {
  return <a class="skip" href={`#${to}`} onClick={(e) => { e.preventDefault(); document.getElementById(to)?.focus(); }}>{children}</a>;
}
