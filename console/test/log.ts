/** A transparency log that is made by RFC 9162's recursive definition, so by other means than those it is checked by. */
import { createHash, generateKeyPairSync, sign } from "node:crypto";

const sha = (...parts: Uint8Array[]): Buffer => createHash("sha256").update(Buffer.concat(parts)).digest();
const node = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);
const split = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);

export const leaf = (entry: string): Buffer => sha(Buffer.of(0), Buffer.from(entry));

export function root(leaves: readonly Buffer[]): Buffer {
  const k = split(leaves.length);
  return leaves.length === 1 ? leaves[0]! : node(root(leaves.slice(0, k)), root(leaves.slice(k)));
}

export function path(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) {
    return [];
  }
  const k = split(leaves.length);
  return index < k ? [...path(index, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(index - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

/** The text that the log has of an event, its members in their order. */
export function entryOf(event: { orderId: string; eventId: string; type: string; source: string; recordedAt: string; detailText: string }, timestamp: string): string {
  const { orderId, eventId, type, source, recordedAt, detailText } = event;
  return JSON.stringify({ orderId, timestamp, eventId, type, source, recordedAt, detailSha256: createHash("sha256").update(detailText).digest("hex") });
}

/** A log under a key of its own. */
export class TestLog {
  readonly verifierKey: string;
  private readonly origin: string;
  private readonly keyId: Buffer;
  private readonly keys = generateKeyPairSync("ed25519");

  constructor(origin: string) {
    this.origin = origin;
    const typed = Buffer.concat([Buffer.of(1), this.keys.publicKey.export({ type: "spki", format: "der" }).subarray(-32)]);
    this.keyId = sha(Buffer.from(`${origin}\n`), typed).subarray(0, 4);
    this.verifierKey = `${origin}+${this.keyId.toString("hex")}+${typed.toString("base64")}`;
  }

  /** A signed checkpoint over these leaves. */
  note(leaves: readonly Buffer[]): string {
    const body = `${this.origin}\n${leaves.length}\n${root(leaves).toString("base64")}\n`;
    const signature = Buffer.concat([this.keyId, sign(null, Buffer.from(body), this.keys.privateKey)]);
    return `${body}\n\u2014 ${this.origin} ${signature.toString("base64")}\n`;
  }

  proof(index: number, entries: readonly string[]): string {
    const leaves = entries.map(leaf);
    const hashes = path(index, leaves).map((hash) => `${hash.toString("base64")}\n`);
    return `c2sp.org/tlog-proof@v1\nextra ${Buffer.from(entries[index]!).toString("base64")}\nindex ${index}\n${hashes.join("")}\n${this.note(leaves)}`;
  }
}
