package io.purchaseorders.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The one next step of a log, decided before any tile is written: which entries follow which checkpoint. Whoever appends
 * carries it out, so that two writers, or one that died and its successor, write the same bytes.
 *
 * <p>Its file has a line with the size and root that it follows, then the entries as a bundle.
 */
record Pending(long baseSize, Hash baseRoot, List<byte[]> entries) {

    /** Where it lies in a log. It stays there when it is done, and says so by the size it follows. */
    static final String PATH = "pending";

    Pending {
        entries = List.copyOf(entries);
    }

    static Pending after(Checkpoint base, List<LogEntry> entries) {
        return new Pending(
                base.size(), base.root(), entries.stream().map(LogEntry::bytes).toList());
    }

    /** @throws LogProblem where the content is damaged */
    static Pending parse(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        String[] line = SignedNote.utf8(Arrays.copyOf(content, end)).split(" ", -1);
        if (line.length != 2 || !line[0].matches("\\d{1,18}")) {
            throw new LogProblem("The file " + PATH + " of the log does not begin with a size and a root.");
        }
        return new Pending(
                Long.parseLong(line[0]),
                Hash.fromBase64(line[1]),
                EntryBundle.read(content, Math.min(end + 1, content.length)));
    }

    boolean follows(Checkpoint checkpoint) {
        return baseSize == checkpoint.size() && baseRoot.equals(checkpoint.root());
    }

    byte[] bytes() {
        byte[] line = (baseSize + " " + baseRoot.base64() + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] bundle = EntryBundle.write(entries);
        byte[] content = Arrays.copyOf(line, line.length + bundle.length);
        System.arraycopy(bundle, 0, content, line.length, bundle.length);
        return content;
    }
}
