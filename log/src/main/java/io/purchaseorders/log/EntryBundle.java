package io.purchaseorders.log;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries one after the other, each after its length as a big-endian uint16 (C2SP tlog-tiles, "Log entries"). */
public final class EntryBundle {

    /** The largest uint16. */
    public static final int LONGEST_ENTRY = 65_535;

    private EntryBundle() {}

    public static byte[] write(List<byte[]> entries) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > LONGEST_ENTRY) {
                throw new IllegalArgumentException("an entry has " + entry.length + " bytes, more than 65,535");
            }
            content.write(entry.length >> 8);
            content.write(entry.length);
            content.writeBytes(entry);
        }
        return content.toByteArray();
    }

    /** @throws LogProblem where the content ends within an entry */
    public static List<byte[]> read(byte[] content) {
        return read(content, 0);
    }

    static List<byte[]> read(byte[] content, int begin) {
        List<byte[]> entries = new ArrayList<>();
        int at = begin;
        while (at < content.length) {
            int end = at + 2;
            if (end <= content.length) {
                end += (content[at] & 0xff) << 8 | (content[at + 1] & 0xff);
            }
            if (end > content.length) {
                throw new LogProblem("The bundle ends within its entry " + entries.size() + ".");
            }
            entries.add(Arrays.copyOfRange(content, at + 2, end));
            at = end;
        }
        return entries;
    }
}
