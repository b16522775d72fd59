/** A browser before a running system, whose addresses the environment tells; nothing in it is a stand-in. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from "playwright-core";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const PATIENCE_MILLIS = 20_000;

/** Without background networking: it looks up hosts that have nothing to do with the page. */
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const API = variable("API");
export const CONSOLE = `${API}/console/`;

export function variable(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: these tests are run by ConsoleTest of the module clients`);
  return value;
}

export async function launch(): Promise<Browser> {
  const executablePath = [process.env["CHROMIUM"], ...CANDIDATES].find((path) => path !== undefined && existsSync(path));
  assert.ok(executablePath, "Chromium is missing: install it (apt-get install chromium) or name it in CHROMIUM, and run this again.");
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Guarded {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What no page may do: errors on its console, requests to hosts other than this machine. */
  readonly complaints: string[];
}

export async function guarded(browser: Browser, options: BrowserContextOptions = {}): Promise<Guarded> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const complaints: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MILLIS);
  page.on("pageerror", (e) => complaints.push(`error: ${e.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && hostname !== "localhost") {
      complaints.push(`request to ${request.url()}`);
    }
  });
  return { context, page, complaints };
}

/** Opens an address of the console as a reader does who has never been here: sign in by one click, and there one is. */
export async function signedIn(browser: Browser, hash: string, options: BrowserContextOptions = {}): Promise<Guarded> {
  const opened = await guarded(browser, options);
  await opened.page.goto(CONSOLE + hash);
  await opened.page.getByRole("button", { name: "Sign in" }).click();
  await settled(opened.page);
  return opened;
}

/** The same page, elsewhere in the console. */
export async function open(page: Page, hash: string): Promise<void> {
  await page.goto(CONSOLE + hash);
  await settled(page);
}

/** What shows that a question is not answered yet. */
const ASKING = ".busy.on, .proof.checking, [aria-busy=true]";

/** Nothing moves any more: what was asked is answered, and the fonts are there. */
export async function settled(page: Page): Promise<void> {
  await page.locator("header.top").waitFor();
  const answered = (asking: string): boolean => document.querySelector(asking) === null && document.fonts.status === "loaded";
  await page.waitForFunction(answered, ASKING);
  // A question that begins another one does so in the next frames.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.waitForFunction(answered, ASKING);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** WCAG 2.2 A and AA, as far as a program can tell, or some of its rules; one line a violation. */
export async function violations(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) {
    await page.evaluate(AXE);
  }
  return page.evaluate(async (only) => {
    const axe = (globalThis as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }> } }).axe;
    const found = await axe.run({ runOnly: only.length > 0 ? only : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
  }, rules);
}

export async function token(scope: string): Promise<string> {
  const metadata = (await (await fetch(`${API}/.well-known/oauth-protected-resource`)).json()) as { authorization_servers: string[] };
  const answer = await fetch(`${metadata.authorization_servers[0]}/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa("test:local")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
