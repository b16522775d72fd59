/** Recomputes the root of a tlog-tiles log from the tiles at its right edge: at most one tile a level. */
import { nodeHash } from "./proof.ts";

const HASH_BYTES = 32;
const TILE = 256n;

/** Fetches the hashes of a tile, given its path below `tile/`. */
export type TileSource = (path: string) => Promise<Uint8Array>;

/** The path of a tile of this level that has so many hashes, such as `1/x001/067.p/12`. */
export function tilePath(level: number, index: bigint, width: number): string {
  const digits = index.toString();
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const groups = padded.match(/\d{3}/g) ?? [];
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join("/");
  return `${level}/${path}${width < Number(TILE) ? `.p/${width}` : ""}`;
}

/** RFC 9162's root of the first `size` entries; throws where a tile has not the length that it must have. */
export async function rootFromTiles(size: bigint, source: TileSource): Promise<Uint8Array> {
  if (size < 1n) {
    throw new RangeError("an empty tree has no tiles");
  }
  // Perfect subtrees from the left to the right: those of a level are in its last, partial tile.
  const subtrees: { height: number; hash: Uint8Array }[] = [];
  const levels: { level: number; width: number; index: bigint }[] = [];
  for (let level = 0, count = size; count > 0n; level++, count /= TILE) {
    levels.unshift({ level, width: Number(count % TILE), index: count / TILE });
  }
  for (const { level, width, index } of levels.filter((one) => one.width > 0)) {
    const bytes = await source(tilePath(level, index, width));
    if (bytes.length !== width * HASH_BYTES) {
      throw new RangeError(`tile ${tilePath(level, index, width)} has ${bytes.length} bytes`);
    }
    for (let i = 0; i < width; i++) {
      subtrees.push({ height: level * 8, hash: bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES) });
      await join(subtrees);
    }
  }
  let root = subtrees.pop()!.hash;
  while (subtrees.length > 0) {
    root = await nodeHash(subtrees.pop()!.hash, root);
  }
  return root;
}

/** Two neighbours of the same height are one subtree of the next. */
async function join(subtrees: { height: number; hash: Uint8Array }[]): Promise<void> {
  for (;;) {
    const right = subtrees.at(-1);
    const left = subtrees.at(-2);
    if (!right || !left || left.height !== right.height) {
      return;
    }
    subtrees.splice(-2, 2, { height: left.height + 1, hash: await nodeHash(left.hash, right.hash) });
  }
}
