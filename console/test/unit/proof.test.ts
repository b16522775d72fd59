import assert from "node:assert/strict";
import { test } from "node:test";
import { type ShownEvent, checkEvent, hex, leafHash, parseCheckpoint, parseKey, rootFrom } from "../../src/model/proof.ts";
import { TestLog, entryOf, leaf, path, root } from "../log.ts";
import { rootFromTiles, tilePath } from "../../src/model/tree.ts";

const log = new TestLog("example.test/log");

const event: ShownEvent = {
  orderId: "PO-1",
  eventId: "evt-1",
  type: "OrderConfirmed",
  source: "shop",
  occurredAt: "2026-11-23T11:15:30+01:00",
  recordedAt: "2026-11-23T10:15:31.5Z",
  detailText: '{"eventId":"evt-1", "orderId":"PO-1","occurredAt":"2026-11-23T11:15:30+01:00"}',
};
const entry = entryOf({ ...event, recordedAt: "2026-11-23T10:15:31.500Z" }, "2026-11-23T10:15:30.000000000Z#evt-1");

function proofOf(index: number, size: number): string {
  return log.proof(index, Array.from({ length: size }, (_, i) => (i === index ? entry : `other ${i}`)));
}

const results = async (shown: ShownEvent, proof: string): Promise<string[]> =>
  (await checkEvent(shown, proof, await parseKey(log.verifierKey))).map(({ result }) => result);

test("an event is proven at every place of trees of every size", async () => {
  for (let size = 1; size <= 20; size++) {
    for (let index = 0; index < size; index++) {
      assert.deepEqual(await results(event, proofOf(index, size)), ["good", "good", "good", "good"], `${index} of ${size}`);
    }
  }
});

test("one changed byte anywhere in what is shown turns a step bad", async () => {
  const proof = proofOf(4, 11);
  for (let i = 0; i < event.detailText.length; i++) {
    const changed = event.detailText.slice(0, i) + String.fromCharCode(event.detailText.charCodeAt(i) ^ 1) + event.detailText.slice(i + 1);
    assert.ok((await results({ ...event, detailText: changed }, proof)).includes("bad"), `byte ${i}`);
  }
  for (const [member, value] of Object.entries({ orderId: "PO-2", eventId: "evt-2", type: "OrderCancelled", source: "shpo", occurredAt: "2026-11-23T11:15:30Z", recordedAt: "2026-11-23T10:15:31.6Z" })) {
    assert.ok((await results({ ...event, [member]: value }, proof)).includes("bad"), member);
  }
});

test("one changed byte anywhere in the proof is no proof", async () => {
  const proof = proofOf(4, 11);
  for (let i = 0; i < proof.length; i++) {
    const changed = proof.slice(0, i) + String.fromCharCode(proof.charCodeAt(i) ^ 1) + proof.slice(i + 1);
    if (Buffer.from(changed).equals(Buffer.from(proof))) {
      continue;
    }
    const steps = await results(event, changed);
    assert.ok(steps.includes("bad"), `byte ${i}: ${JSON.stringify(changed.slice(i - 10, i + 10))}`);
  }
});

test("a checkpoint under another key is not signed, and without a key nothing is claimed", async () => {
  const steps = await checkEvent(event, proofOf(0, 3), await parseKey(new TestLog("example.test/log").verifierKey));
  assert.equal(steps.at(-1)?.result, "bad");
  assert.equal((await checkEvent(event, proofOf(0, 3), undefined)).at(-1)?.result, "undecided");
  await assert.rejects(parseKey(log.verifierKey.replace(/\+.{8}\+/, "+00000000+")), SyntaxError);
});

test("too few or too many hashes lead nowhere", async () => {
  const leaves = Array.from({ length: 7 }, (_, i) => leaf(String(i)));
  const hashes = path(2, leaves);
  assert.equal(hex((await rootFrom(hashes, 2n, 7n, leaves[2]!))!), root(leaves).toString("hex"));
  assert.equal(await rootFrom(hashes.slice(1), 2n, 7n, leaves[2]!), undefined);
  assert.equal(await rootFrom([...hashes, leaves[0]!], 2n, 7n, leaves[2]!), undefined);
  assert.equal(await rootFrom(hashes, 7n, 7n, leaves[2]!), undefined);
});

test("the tiles at the right edge add up to the root, for trees around every edge", async () => {
  for (const size of [1, 2, 3, 255, 256, 257, 511, 512, 700]) {
    const leaves = await Promise.all(Array.from({ length: size }, async (_, i) => Buffer.from(await leafHash(Buffer.from(String(i))))));
    const above = Array.from({ length: Math.floor(size / 256) }, (_, i) => root(leaves.slice(i * 256, (i + 1) * 256)));
    const source = async (asked: string): Promise<Uint8Array> => {
      const [, level = "", n = "", width = "256"] = /^(\d)\/(\d{3})(?:\.p\/(\d+))?$/.exec(asked) ?? [];
      const hashes = level === "0" ? leaves : above;
      return Buffer.concat(hashes.slice(Number(n) * 256, Number(n) * 256 + Number(width)));
    };
    assert.equal(hex(await rootFromTiles(BigInt(size), source)), root(leaves).toString("hex"), String(size));
  }
});

test("tiles have the paths of tlog-tiles", () => {
  assert.equal(tilePath(0, 1_234_067n, 256), "0/x001/x234/067");
  assert.equal(tilePath(1, 0n, 12), "1/000.p/12");
});

test("a checkpoint is read, and what is none is refused", () => {
  assert.equal(parseCheckpoint(log.note(["x", "y", "z"].map(leaf))).size, 3n);
  for (const text of ["", "a\nb\n", "example.test/log\n03\nAA==\n\n", "x\n\n"]) {
    assert.throws(() => parseCheckpoint(text));
  }
});
