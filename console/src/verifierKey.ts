/** The key that proofs are checked by: the one that the reader entered, else the one that the deployment tells. */
import type { Configuration } from "./session.ts";

const ENTERED = "log-key";

export function verifierKey(configuration: Configuration): string | undefined {
  return localStorage.getItem(ENTERED) ?? configuration.logKey;
}

export function isEntered(): boolean {
  return localStorage.getItem(ENTERED) !== null;
}

/** Kept in this browser; an empty text goes back to the deployment's. */
export function enterVerifierKey(text: string): void {
  if (text.trim() === "") {
    localStorage.removeItem(ENTERED);
  } else {
    localStorage.setItem(ENTERED, text.trim());
  }
}
