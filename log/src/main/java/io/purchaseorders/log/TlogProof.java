package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A proof that an entry is in a log, to be verified by whoever has the log's verifier key and nothing else
 * ({@code c2sp.org/tlog-proof@v1}).
 *
 * @param entry the line "extra": what the proof is of, so that nobody has to trust it
 * @param note the signed checkpoint
 */
public record TlogProof(LogEntry entry, long index, List<Hash> hashes, SignedNote note) {

    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    /** A tree has at most 63 levels. */
    private static final int MOST_HASHES = 63;

    public TlogProof {
        hashes = List.copyOf(hashes);
    }

    /** @throws LogProblem where this is no proof, or one without its entry */
    public static TlogProof parse(byte[] content) {
        String text = SignedNote.utf8(content);
        int end = text.indexOf("\n\n");
        List<String> lines =
                end < 0 ? List.of() : List.of(text.substring(0, end).split("\n", -1));
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new LogProblem(
                    "A proof begins with the line " + HEADER + " and has an empty line before its checkpoint.");
        }
        if (lines.size() < 3 || !lines.get(1).startsWith(EXTRA)) {
            throw new LogProblem("The second line of this proof is not \"extra\" with its entry.");
        }
        if (!lines.get(2).matches(INDEX + "(?:0|[1-9]\\d{0,17})")) {
            throw new LogProblem("A proof has a line \"index\" with a decimal number without zeros before it.");
        }
        if (lines.size() > 3 + MOST_HASHES) {
            throw new LogProblem("A proof has at most 63 hashes.");
        }
        List<Hash> hashes = new ArrayList<>();
        for (String line : lines.subList(3, lines.size())) {
            hashes.add(Hash.fromBase64(line));
        }
        return new TlogProof(
                LogEntry.parse(Hash.strictBase64(lines.get(1).substring(EXTRA.length()), "an entry")),
                Long.parseLong(lines.get(2).substring(INDEX.length())),
                hashes,
                SignedNote.parse(text.substring(end + 2).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The entry that this proves to be in the log of the key.
     *
     * @throws LogProblem where the checkpoint is not signed by the key, or the entry is not what was proven
     */
    public LogEntry verify(VerifierKey key) {
        Checkpoint checkpoint = Checkpoint.open(note.bytes(), key);
        if (!MerkleTree.isIncluded(hashes, index, entry.leaf(), checkpoint.size(), checkpoint.root())) {
            throw new LogProblem("The hashes do not lead from the entry to the root of the checkpoint.");
        }
        return entry;
    }

    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        text.append(EXTRA)
                .append(Base64.getEncoder().encodeToString(entry.bytes()))
                .append('\n');
        text.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.append('\n')
                .append(new String(note.bytes(), StandardCharsets.UTF_8))
                .toString();
    }
}
