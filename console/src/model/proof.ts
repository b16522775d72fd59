/**
 * Checks in the browser that an event is in the transparency log: C2SP tlog-proof, signed-note and tlog-checkpoint, hashes by
 * RFC 9162, signatures by RFC 8032. Nothing here trusts whoever sent the event or the proof; only the log's verifier key counts.
 */
import { fixedWidth } from "./instant.ts";

/** What the log has of an event: its text is one JSON object with these members. */
export interface LogEntry {
  readonly orderId: string;
  readonly timestamp: string;
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  readonly recordedAt: string;
  readonly detailSha256: string;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** The text that is signed. */
  readonly body: string;
  readonly signatures: readonly { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array }[];
}

export interface Proof {
  /** The exact bytes of the entry, of which the leaf is made. */
  readonly entryBytes: Uint8Array;
  readonly entry: LogEntry;
  readonly index: bigint;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
}

/** An event as the page shows it. */
export interface ShownEvent {
  readonly orderId: string;
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  /** The exact published text. */
  readonly detailText: string;
}

export interface VerifierKey {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** One step of the check; `undecided` where this browser or page cannot tell. */
export interface Step {
  readonly name: string;
  readonly result: "good" | "bad" | "undecided";
  readonly says: string;
}

const HEADER = "c2sp.org/tlog-proof@v1";
const MEMBERS = ["orderId", "timestamp", "eventId", "type", "source", "recordedAt", "detailSha256"];
const MOST_HASHES = 63;
const ED25519 = 1;
const encoder = new TextEncoder();

export function parseProof(text: string): Proof {
  const end = text.indexOf("\n\n");
  const [header, extra, index, ...hashes] = end < 0 ? [] : text.slice(0, end).split("\n");
  if (header !== HEADER || !extra?.startsWith("extra ") || !/^index (0|[1-9]\d{0,17})$/.test(index ?? "")) {
    throw new SyntaxError(`not a ${HEADER}`);
  }
  if (hashes.length > MOST_HASHES) {
    throw new SyntaxError("a proof has at most 63 hashes");
  }
  const entryBytes = base64(extra.slice("extra ".length));
  return {
    entryBytes,
    entry: parseEntry(entryBytes),
    index: BigInt((index ?? "").slice("index ".length)),
    hashes: hashes.map(base64),
    checkpoint: parseCheckpoint(text.slice(end + 2)),
  };
}

function parseEntry(bytes: Uint8Array): LogEntry {
  const entry = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Record<string, unknown>;
  if (MEMBERS.some((name) => typeof entry[name] !== "string")) {
    throw new SyntaxError("an entry has seven texts");
  }
  return entry as unknown as LogEntry;
}

/** A signed note whose text is a checkpoint: origin, size, root. */
export function parseCheckpoint(note: string): Checkpoint {
  const end = note.indexOf("\n\n");
  const body = note.slice(0, end + 1);
  const [origin, size, root] = body.split("\n");
  if (end < 0 || !origin || !/^(0|[1-9]\d*)$/.test(size ?? "") || !root) {
    throw new SyntaxError("not a signed checkpoint");
  }
  const signatures = note
    .slice(end + 2)
    .split("\n")
    .filter((line) => line.startsWith("\u2014 "))
    .map((line) => {
      const [, name = "", value = ""] = line.split(" ");
      const bytes = base64(value);
      return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
    });
  return { origin, size: BigInt(size ?? 0), root: base64(root), body, signatures };
}

/** A C2SP verifier key: name+id+key. Throws where the id is not that of the key. */
export async function parseKey(text: string): Promise<VerifierKey> {
  const [name, id, ...rest] = text.trim().split("+");
  const bytes = base64(rest.join("+"));
  if (!name || !id || bytes[0] !== ED25519 || bytes.length !== 33) {
    throw new SyntaxError("not an Ed25519 verifier key of the form name+id+key");
  }
  const keyId = (await sha256(concat(encoder.encode(`${name}\n`), bytes))).slice(0, 4);
  if (hex(keyId) !== id) {
    throw new SyntaxError("the id in the verifier key is not that of its key");
  }
  return { name, keyId, publicKey: bytes.slice(1) };
}

/** The steps from an event to the signature, each with its own result. Never throws on what was sent. */
export async function checkEvent(event: ShownEvent, proofText: string, key: VerifierKey | undefined): Promise<Step[]> {
  let proof: Proof;
  try {
    proof = parseProof(proofText);
  } catch (e) {
    return [{ name: "proof", result: "bad", says: `The proof cannot be read: ${String(e)}` }];
  }
  const digest = hex(await sha256(encoder.encode(event.detailText)));
  return [
    step("content", digest === proof.entry.detailSha256,
      `SHA-256 of the published text is the one in the log: ${digest.slice(0, 16)}\u2026`,
      "The text of this event is not the text that was logged."),
    difference(event, proof.entry),
    await inclusion(proof),
    await signature(proof.checkpoint, key),
  ];
}

/** Whether a checkpoint is signed by the key. */
export async function signature(checkpoint: Checkpoint, key: VerifierKey | undefined): Promise<Step> {
  const name = "signature";
  if (!key) {
    return { name, result: "undecided", says: "No verifier key of the log is known here: enter the one that you trust under Health." };
  }
  const found = checkpoint.signatures.find((one) => one.name === key.name && hex(one.keyId) === hex(key.keyId));
  if (!found || checkpoint.origin !== key.name) {
    return { name, result: "bad", says: `The checkpoint is not signed by ${key.name}.` };
  }
  let isSigned: boolean;
  try {
    const imported = await crypto.subtle.importKey("raw", buffer(key.publicKey), "Ed25519", false, ["verify"]);
    isSigned = await crypto.subtle.verify("Ed25519", imported, buffer(found.signature), encoder.encode(checkpoint.body));
  } catch {
    return { name, result: "undecided", says: "This browser does not know Ed25519: the hashes were checked, the signature was not." };
  }
  return step(name, isSigned, `The checkpoint of ${checkpoint.size.toLocaleString("en")} entries is signed by ${key.name}.`,
    "The signature under the checkpoint is wrong.");
}

async function inclusion(proof: Proof): Promise<Step> {
  const root = await rootFrom(proof.hashes, proof.index, proof.checkpoint.size, await leafHash(proof.entryBytes));
  return step("inclusion", root !== undefined && hex(root) === hex(proof.checkpoint.root),
    `Entry ${proof.index} and ${proof.hashes.length} hashes lead to the root of ${proof.checkpoint.size} entries.`,
    "The hashes do not lead from the entry to the root of the checkpoint.");
}

function difference(event: ShownEvent, entry: LogEntry): Step {
  const expected: [string, string, string][] = [
    ["order", event.orderId, entry.orderId],
    ["event id", event.eventId, entry.eventId],
    ["type", event.type, entry.type],
    ["source", event.source, entry.source],
    ["recorded at", fixedWidth(event.recordedAt) ?? event.recordedAt, fixedWidth(entry.recordedAt) ?? entry.recordedAt],
    ["occurred at", `${fixedWidth(event.occurredAt)}#${event.eventId}`, entry.timestamp],
  ];
  const wrong = expected.filter(([, ours, theirs]) => ours !== theirs).map(([name]) => name);
  return step("event", wrong.length === 0, "Order, type, source and both times are those in the log.",
    `Not as in the log: ${wrong.join(", ")}.`);
}

/** RFC 9162, section 2.1.3.2; undefined where the proof has too few or too many hashes. */
export async function rootFrom(
  hashes: readonly Uint8Array[], index: bigint, size: bigint, leaf: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (index >= size) {
    return undefined;
  }
  let fn = index;
  let sn = size - 1n;
  let root = leaf;
  for (const hash of hashes) {
    if (sn === 0n) {
      return undefined;
    }
    if (fn % 2n === 1n || fn === sn) {
      root = await nodeHash(hash, root);
      while (fn % 2n === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      root = await nodeHash(root, hash);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? root : undefined;
}

export function leafHash(entry: Uint8Array): Promise<Uint8Array> {
  return sha256(concat(Uint8Array.of(0), entry));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(concat(Uint8Array.of(1), left, right));
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", buffer(bytes)));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Strictly: bytes have one way to be written. */
function base64(text: string): Uint8Array {
  const binary = atob(text);
  if (btoa(binary) !== text) {
    throw new SyntaxError("base64 that no encoder writes");
  }
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** WebCrypto's types want an ArrayBuffer of their own. */
function buffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

function step(name: string, isGood: boolean, good: string, bad: string): Step {
  return { name, result: isGood ? "good" : "bad", says: isGood ? good : bad };
}
