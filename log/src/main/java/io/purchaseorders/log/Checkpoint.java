package io.purchaseorders.log;

import java.util.List;

/**
 * What a log commits itself to (C2SP tlog-checkpoint): the text of a signed note.
 *
 * @param origin names the log
 * @param size how many entries it has
 * @param root the root of the tree of these entries
 */
public record Checkpoint(String origin, long size, Hash root) {

    /** Where it lies in a log. */
    public static final String PATH = "checkpoint";

    /** @throws LogProblem where the text is no checkpoint; lines after the third are allowed and ignored */
    public static Checkpoint parse(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        // The text ends with a newline, so there is an empty piece after the last line.
        if (lines.size() < 4 || lines.subList(0, lines.size() - 1).stream().anyMatch(String::isEmpty)) {
            throw new LogProblem("A checkpoint has at least three lines, origin, size and root, and no empty one.");
        }
        if (!lines.get(1).matches("0|[1-9]\\d{0,17}")) {
            throw new LogProblem("The size of a checkpoint is a decimal number without zeros before it, unlike "
                    + lines.get(1) + ".");
        }
        return new Checkpoint(lines.get(0), Long.parseLong(lines.get(1)), Hash.fromBase64(lines.get(2)));
    }

    /**
     * The checkpoint that a note holds, if the key signed it.
     *
     * @throws LogProblem where the note is none, is not signed by the key, or names another origin than the key
     */
    public static Checkpoint open(byte[] note, VerifierKey key) {
        SignedNote signed = SignedNote.parse(note);
        if (!signed.isSignedBy(key)) {
            throw new LogProblem("The checkpoint is not signed by " + key + ".");
        }
        Checkpoint checkpoint = parse(signed.text());
        if (!checkpoint.origin().equals(key.name())) {
            throw new LogProblem("The checkpoint is of the log " + checkpoint.origin() + ", not " + key.name() + ".");
        }
        return checkpoint;
    }

    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
