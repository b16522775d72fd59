import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { type Address, parseAddress } from "../model/address.ts";
import { Api, ApiProblem } from "../api.ts";
import type { Configuration } from "../session.ts";

export interface Surroundings {
  readonly api: Api;
  readonly configuration: Configuration;
}

export const Context = createContext<Surroundings | undefined>(undefined);

export function useSurroundings(): Surroundings {
  const found = useContext(Context);
  if (!found) {
    throw new Error("outside of the console");
  }
  return found;
}

export function useAddress(): Address {
  const [address, setAddress] = useState(() => parseAddress(location.hash));
  useEffect(() => {
    const follow = (): void => setAddress(parseAddress(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return address;
}

/** Goes to an address; by `replace` without a new entry in the history, as while a scrubber moves. */
export function go(address: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", address);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = address;
  }
}

/** What became of a question: the last good answer stays visible while a new one is under way. */
export interface Asked<T> {
  readonly answer: T | undefined;
  readonly problem: ApiProblem | undefined;
  readonly isLoading: boolean;
  readonly again: () => void;
}

/** Asks anew whenever the key changes; an undefined key asks nothing. */
export function useQuestion<T>(key: string | undefined, ask: (signal: AbortSignal) => Promise<T>): Asked<T> {
  const [state, setState] = useState<{ key?: string; answer?: T; problem?: ApiProblem }>({});
  const [round, setRound] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (key === undefined) {
      setState({});
      return;
    }
    const abort = new AbortController();
    latest.current(abort.signal).then(
      (answer) => abort.signal.aborted || setState({ key, answer }),
      (e: unknown) => abort.signal.aborted || setState({ key, problem: asProblem(e) }),
    );
    return () => abort.abort();
  }, [key, round]);
  return {
    answer: state.answer,
    problem: state.key === key ? state.problem : undefined,
    isLoading: key !== undefined && state.key !== key,
    again: () => setRound((n) => n + 1),
  };
}

export function asProblem(e: unknown): ApiProblem {
  return e instanceof ApiProblem ? e : new ApiProblem(0, e instanceof Error ? e.message : String(e));
}
