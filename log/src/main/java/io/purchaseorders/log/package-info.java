/**
 * A transparency log of events that anybody can verify with nothing but its files: C2SP tlog-tiles with entry bundles,
 * checkpoints as C2SP signed notes by an Ed25519 key, hashes and proofs by RFC 9162 (the same as RFC 6962's).
 *
 * <p>Read in this order: {@link io.purchaseorders.log.Hash} and {@link io.purchaseorders.log.MerkleTree} are the
 * mathematics, {@link io.purchaseorders.log.Tile} and {@link io.purchaseorders.log.EntryBundle} the files, {@link
 * io.purchaseorders.log.SignedNote} and {@link io.purchaseorders.log.Checkpoint} the signature, {@link
 * io.purchaseorders.log.LogEntry} the content, {@link io.purchaseorders.log.LogWriter} the only one that appends, {@link
 * io.purchaseorders.log.LogVerifier} the auditor's question.
 */
@NullMarked
package io.purchaseorders.log;

import org.jspecify.annotations.NullMarked;
