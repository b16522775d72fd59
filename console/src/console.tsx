import { useEffect, useErrorBoundary, useMemo, useRef, useState } from "preact/hooks";
import { Api } from "./api.ts";
import type { Address } from "./model/address.ts";
import { titleOf } from "./model/title.ts";
import { Explain } from "./pages/explain.tsx";
import { Health } from "./pages/health.tsx";
import { Intake } from "./pages/intake.tsx";
import { Orders } from "./pages/order.tsx";
import { Totals } from "./pages/totals.tsx";
import { type Configuration, accessToken, finishSignIn, readConfiguration, signIn, signOut } from "./session.ts";
import { Context, useAddress } from "./ui/context.ts";
import { Skip } from "./ui/parts.tsx";

const PAGES = [
  { path: "totals", name: "Totals" },
  { path: "orders", name: "Orders" },
  { path: "intake", name: "Intake" },
  { path: "health", name: "Health" },
];

/** Where the page stands before it can ask anything. */
type Start =
  | { readonly stage: "reading" }
  | { readonly stage: "failed"; readonly why: string }
  | { readonly stage: "ready"; readonly configuration: Configuration; readonly notice: string | undefined };

export function Console() {
  const [start, setStart] = useState<Start>({ stage: "reading" });
  useEffect(() => {
    const begin = async (): Promise<Start> => {
      const configuration = await readConfiguration();
      return { stage: "ready", configuration, notice: await finishSignIn(configuration) };
    };
    begin().then(setStart, (e: unknown) => setStart({ stage: "failed", why: e instanceof Error ? e.message : String(e) }));
  }, []);
  switch (start.stage) {
    case "reading":
      return <p class="start" role="status">Opening …</p>;
    case "failed":
      return <p class="start problem" role="alert">The console cannot start: {start.why}</p>;
    case "ready":
      return <Ready configuration={start.configuration} notice={start.notice} />;
  }
}

function Ready({ configuration, notice }: { configuration: Configuration; notice: string | undefined }) {
  const [isIn, setIsIn] = useState(() => accessToken() !== undefined);
  const address = useAddress();
  const surroundings = useMemo(() => ({ configuration, api: new Api(configuration, () => setIsIn(false)) }), [configuration]);
  if (!isIn) {
    return <SignIn configuration={configuration} notice={notice} />;
  }
  return (
    <Context.Provider value={surroundings}>
      <Skip to="content">Skip to content</Skip>
      <Header address={address} environment={configuration.environment} onSignOut={() => { signOut(); setIsIn(false); }} />
      <Content address={address} />
    </Context.Provider>
  );
}

function SignIn({ configuration, notice }: { configuration: Configuration; notice: string | undefined }) {
  return (
    <main class="sign-in" id="content">
      <Mark />
      <h1>Purchase orders</h1>
      <p>Every total down to the events that make it up, every order as it was known at any moment, every event proven.</p>
      {notice && <p class="problem" role="alert">{notice}</p>}
      <button type="button" class="primary" onClick={() => void signIn(configuration)}>Sign in</button>
      {configuration.environment === "local" && <p class="under">On this machine anyone may: one click, no password.</p>}
    </main>
  );
}

function Header({ address, environment, onSignOut }: { address: Address; environment: string; onSignOut: () => void }) {
  const here = address.path[0] === "explain" ? "totals" : (address.path[0] ?? "totals");
  return (
    <header class="top">
      <a class="brand" href="#/totals"><Mark /> <span>Purchase orders</span> <small>{environment}</small></a>
      <nav aria-label="Pages">
        {PAGES.map(({ path, name }) => <a key={path} href={`#/${path}`} aria-current={here === path ? "page" : undefined}>{name}</a>)}
      </nav>
      <button type="button" class="quiet" onClick={onSignOut}>Sign out</button>
    </header>
  );
}

function Content({ address }: { address: Address }) {
  const [page = "totals", ...path] = address.path;
  const main = useRef<HTMLElement>(null);
  const title = titleOf(address);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => scrollTo(0, 0), [page, path[0]]);
  // An order is a page of its own; among the parts of the intake one moves by arrow keys, and keeps the focus.
  const key = page === "intake" ? page : `${page}/${path.join("/")}`;
  return <main id="content" tabIndex={-1} ref={main}><Page key={key} page={page} path={path} parameters={address.parameters} /></main>;
}

interface PageProps {
  readonly page: string;
  readonly path: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** A page that meets what it was not made for says so, and leaves the others usable. */
function Page({ page, path, parameters }: PageProps) {
  const [error, again] = useErrorBoundary();
  if (error !== undefined) {
    return (
      <div class="problem" role="alert">
        <strong>This page cannot be shown</strong>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        <button type="button" onClick={again}>Try again</button>
      </div>
    );
  }
  return pageOf(page, path, parameters);
}

function pageOf(page: string, path: readonly string[], parameters: Readonly<Record<string, string>>) {
  switch (page) {
    case "totals":
      return <Totals parameters={parameters} />;
    case "explain":
      return <Explain parameters={parameters} />;
    case "orders":
      return <Orders path={path} parameters={parameters} />;
    case "intake":
      return <Intake path={path} parameters={parameters} />;
    case "health":
      return <Health parameters={parameters} />;
    default:
      return (
        <>
          <header class="title"><h1>There is no such page</h1></header>
          <p class="empty">Its address may be cut off or misspelt. <a href="#/totals">Go to the totals</a>.</p>
        </>
      );
  }
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <path d="M9 22V13m5 9V9m5 13v-6m5 6V11" />
    </svg>
  );
}
