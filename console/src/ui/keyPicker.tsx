import { useEffect, useId, useRef, useState } from "preact/hooks";
import { ApiProblem } from "../api.ts";
import { keyLabel } from "../model/key.ts";
import { useSurroundings } from "./context.ts";

interface Offer {
  readonly key: string;
  readonly label: string;
}

const MOST = 8;
const PAUSE_MILLIS = 120;
const ALL: Offer = { key: "ALL", label: "All orders" };

/** Chooses an aggregation key by the beginning of a customer's or product's id: a combobox (WAI-ARIA), by keyboard alone too. */
export function KeyPicker({ value, onChoose }: { value: string; onChoose: (key: string) => void }) {
  const { api } = useSurroundings();
  const [text, setText] = useState<string>();
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  const [active, setActive] = useState(0);
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const isOpen = text !== undefined;

  useEffect(() => {
    if (text === undefined) {
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const found = await find(text.trim(), (path, parameters) => api.get(path, parameters, abort.signal));
      if (!abort.signal.aborted) {
        setOffers(found);
        setActive(0);
      }
    }, PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text]);

  const choose = (offer: Offer | undefined): void => {
    if (offer) {
      onChoose(offer.key);
    }
    setText(undefined);
    setOffers([]);
  };
  const onKeyDown = (e: KeyboardEvent): void => {
    switch (e.key) {
      case "ArrowDown":
      case "ArrowUp": {
        e.preventDefault();
        if (!isOpen) {
          setText("");
        }
        const step = e.key === "ArrowDown" ? 1 : offers.length - 1;
        setActive((at) => (offers.length ? (at + step) % offers.length : 0));
        break;
      }
      case "Enter":
        e.preventDefault();
        choose(offers[active]);
        break;
      case "Escape":
        choose(undefined);
        break;
    }
  };

  return (
    <div class="field picker">
      <label for={`${list}-input`}>Of</label>
      <input
        id={`${list}-input`}
        ref={input}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={isOpen && offers.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        {...(isOpen && offers[active] ? { "aria-activedescendant": `${list}-${active}` } : {})}
        value={text ?? keyLabel(value)}
        placeholder="customer or product"
        onFocus={() => setText("")}
        onInput={(e) => setText(e.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => choose(undefined)}
      />
      <ul id={list} role="listbox" aria-label="Customers and products" hidden={!isOpen || offers.length === 0}>
        {offers.map((offer, i) => (
          <li
            key={offer.key}
            id={`${list}-${i}`}
            role="option"
            aria-selected={i === active}
            onMouseDown={(e) => {
              e.preventDefault();
              choose(offer);
              input.current?.blur();
            }}
          >
            {offer.label}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Ask = (path: string, parameters: Record<string, string | number>) => Promise<{ items: { aggregationKey: string }[] }>;

async function find(prefix: string, ask: Ask): Promise<Offer[]> {
  const of = async (path: string): Promise<Offer[]> => {
    try {
      const { items } = await ask(path, { ...(prefix ? { prefix } : {}), limit: MOST });
      return items.map(({ aggregationKey }) => ({ key: aggregationKey, label: keyLabel(aggregationKey) }));
    } catch (e) {
      // An API without these lists still answers for a key that is typed in full.
      return e instanceof ApiProblem && e.status === 404 && prefix
        ? [{ key: `${path === "/customers" ? "CUSTOMER" : "PRODUCT"}#${prefix}`, label: keyLabel(`${path === "/customers" ? "CUSTOMER" : "PRODUCT"}#${prefix}`) }]
        : [];
    }
  };
  const [customers, products] = await Promise.all([of("/customers"), of("/products")]);
  return [...(prefix === "" || "all orders".startsWith(prefix.toLowerCase()) ? [ALL] : []), ...customers, ...products];
}
