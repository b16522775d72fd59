/** Sign-in by authorization code with PKCE (RFC 7636). The token is in this tab's session alone, never in an address. */

export interface Configuration {
  readonly environment: string;
  /** The API's address; empty where it is the page's own origin. */
  readonly api: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Where events can be published to from the page; on one machine alone. */
  readonly eventsEndpoint?: string;
  readonly eventBus?: string;
  /** The log's verifier key, as the deployment tells it. */
  readonly logKey?: string;
}

interface Token {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const TOKEN = "token";
const PENDING = "sign-in";
/** A token that ends while a question is under way is no use. */
const MARGIN_MILLIS = 10_000;

export async function readConfiguration(): Promise<Configuration> {
  const answer = await fetch("config.json", { cache: "no-store" });
  if (!answer.ok) {
    throw new Error(`config.json was answered with ${answer.status}`);
  }
  return (await answer.json()) as Configuration;
}

export function accessToken(): string | undefined {
  const token = read<Token>(TOKEN);
  return token && token.until > Date.now() + MARGIN_MILLIS ? token.accessToken : undefined;
}

export function signOut(): void {
  sessionStorage.removeItem(TOKEN);
}

/** Leaves for the issuer; it leads back to this page, and this page to the present address. */
export async function signIn(configuration: Configuration): Promise<void> {
  const verifier = random();
  const state = random();
  sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state, hash: location.hash }));
  const challenge = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  const address = new URL(configuration.authorizationEndpoint);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: configuration.clientId,
    redirect_uri: redirectUri(),
    scope: configuration.scopes.join(" "),
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  }).toString();
  location.assign(address);
}

/** Finishes a sign-in where the issuer has led back here; tells what went wrong, if anything did. */
export async function finishSignIn(configuration: Configuration): Promise<string | undefined> {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("code") && !answer.has("error")) {
    return undefined;
  }
  const pending = read<{ verifier: string; state: string; hash: string }>(PENDING);
  sessionStorage.removeItem(PENDING);
  // The code leaves the address, and so the history, before anything else happens.
  history.replaceState(null, "", location.pathname + (pending?.hash ?? ""));
  if (answer.has("error")) {
    return `The sign-in ended with: ${answer.get("error_description") ?? answer.get("error")}`;
  }
  if (!pending || pending.state !== answer.get("state")) {
    return "This sign-in was not begun here: its state is not the one that was sent. Sign in again.";
  }
  return redeem(configuration, answer.get("code") ?? "", pending.verifier);
}

async function redeem(configuration: Configuration, code: string, verifier: string): Promise<string | undefined> {
  const answer = await fetch(configuration.tokenEndpoint, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: configuration.clientId,
      redirect_uri: redirectUri(),
      code,
      code_verifier: verifier,
    }),
  });
  if (!answer.ok) {
    return `The issuer did not give a token: it answered ${answer.status}.`;
  }
  const granted = (await answer.json()) as { access_token: string; expires_in: number };
  const token: Token = { accessToken: granted.access_token, until: Date.now() + granted.expires_in * 1_000 };
  sessionStorage.setItem(TOKEN, JSON.stringify(token));
  return undefined;
}

function redirectUri(): string {
  return location.origin + location.pathname;
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function read<T>(name: string): T | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "") as T;
  } catch {
    return undefined;
  }
}
