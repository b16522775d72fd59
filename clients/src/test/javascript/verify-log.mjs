// Verifies, by @sigstore/verify, the proofs of a file: {"key", "proofs": [{"index", "body", "hashes", "checkpoint"}]}, bytes in base64.
// Says how many verified, and how many were refused after one byte of the entry, or the key, was another.
import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
// The package exports its whole bundles only; what it verifies a log with is within.
const tlog = join(dirname(require.resolve('@sigstore/verify')), 'tlog');
const { verifyCheckpoint } = require(join(tlog, 'checkpoint.js'));
const { verifyMerkleInclusion } = require(join(tlog, 'merkle.js'));

const { key, proofs } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const [, name, id, typed] = key.match(/^([^+]+)\+([0-9a-f]{8})\+(.+)$/);
const derPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function log(publicKey) {
  const der = Buffer.concat([derPrefix, publicKey]);
  return [
    {
      logID: Buffer.from(id, 'hex'),
      baseURL: `https://${name}`,
      publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }),
    },
  ];
}

function isRefused(verify) {
  try {
    verify();
    return false;
  } catch (problem) {
    return problem.code === 'TLOG_INCLUSION_PROOF_ERROR';
  }
}

const rightKey = Buffer.from(typed, 'base64').subarray(1);
// The base point of the curve: a valid key, and nobody's.
const otherKey = Buffer.from('5866666666666666666666666666666666666666666666666666666666666666', 'hex');
let verified = 0;
let refused = 0;
for (const proof of proofs) {
  const entry = {
    canonicalizedBody: Buffer.from(proof.body, 'base64'),
    inclusionProof: {
      logIndex: String(proof.index),
      hashes: proof.hashes.map((hash) => Buffer.from(hash, 'base64')),
      checkpoint: { envelope: Buffer.from(proof.checkpoint, 'base64').toString('utf8') },
    },
  };
  const checkpoint = verifyCheckpoint(entry, log(rightKey));
  verifyMerkleInclusion(entry, checkpoint);
  verified += 1;
  const changed = { ...entry, canonicalizedBody: Buffer.from(entry.canonicalizedBody) };
  changed.canonicalizedBody[10] ^= 1;
  const isChangedRefused = isRefused(() => verifyMerkleInclusion(changed, checkpoint));
  const isForgedRefused = isRefused(() => verifyCheckpoint(entry, log(otherKey)));
  refused += isChangedRefused && isForgedRefused ? 1 : 0;
}
console.log(`verified ${verified}, refused ${refused}`);
