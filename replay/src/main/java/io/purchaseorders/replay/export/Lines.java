package io.purchaseorders.replay.export;

import io.purchaseorders.replay.export.ExportFolder.DataFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.ZipException;

/** The lines of a data file, unzipped into one buffer over and over; the file's checksum and count are checked. */
final class Lines {

    private static final int BUFFER = 1 << 18;

    /** An item has at most 400 KB, and no byte of it takes more than six in JSON, or twelve in JSON within JSON. */
    private static final int LONGEST_LINE = 12 * 400 * 1024;

    /** Zeros, at which every text ends: readers look ahead without asking whether the buffer ends. */
    private static final int SLACK = 128;

    /** What is not filled on purpose, a line feed at the end included. */
    private static final int AROUND = Gunzip.OVERSHOOT + 1 + SLACK;

    /** Takes lines; the array is used again afterwards. */
    interface Reader {
        /** Reads the line that begins at a place and says where the next one begins, behind the line feed. */
        int read(byte[] bytes, int from) throws IOException;
    }

    private Lines() {}

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Hands every line to the reader, which may be in the middle of the file when it turns out to be damaged. */
    static void read(DataFile file, Reader reader) throws IOException {
        MessageDigest digest = md5();
        long count;
        try (InputStream stored = new DigestInputStream(Files.newInputStream(file.path()), digest)) {
            count = unzipped(file, stored, reader);
        } catch (EOFException e) {
            throw ExportProblem.of(file.path(), "is truncated");
        } catch (ZipException e) {
            throw ExportProblem.of(file.path(), "is no gzip file that could be unzipped (" + e.getMessage() + ")");
        }
        if (!Base64.getEncoder().encodeToString(digest.digest()).equals(file.md5())) {
            throw ExportProblem.of(file.path(), "has another checksum than the manifest says");
        }
        if (count != file.itemCount()) {
            throw ExportProblem.of(file.path(), "has " + count + " items, and the manifest says " + file.itemCount());
        }
    }

    private static long unzipped(DataFile file, InputStream stored, Reader reader) throws IOException {
        if (Files.size(file.path()) == 0) {
            return 0; // what an empty partition leaves
        }
        Gunzip gunzip = new Gunzip(stored);
        byte[] buffer = new byte[Gunzip.WINDOW + BUFFER + AROUND];
        int line = 0; // the first that was not read
        int length = 0;
        long count = 0;
        while (!gunzip.isAtEnd()) {
            while (!gunzip.isAtEnd() && length < buffer.length - AROUND) {
                length = gunzip.read(buffer, length, buffer.length - AROUND);
            }
            if (gunzip.isAtEnd() && length > line && buffer[length - 1] != '\n') {
                buffer[length++] = '\n';
            }
            int complete = endOfLines(buffer, line, length);
            count += readLines(buffer, line, complete, reader);
            line = complete;
            if (length - line > LONGEST_LINE) {
                throw ExportProblem.of(file.path(), "has a line longer than any item");
            }
            int kept = Math.max(0, Math.min(line, length - Gunzip.WINDOW));
            if (kept < BUFFER / 2 && !gunzip.isAtEnd()) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            System.arraycopy(buffer, kept, buffer, 0, length - kept);
            line -= kept;
            length -= kept;
        }
        return count;
    }

    /** Reads all lines up to a place behind a line feed and says how many there were. */
    private static long readLines(byte[] buffer, int from, int to, Reader reader) throws IOException {
        long count = 0;
        int line = from;
        while (line < to) {
            if (buffer[line] == '\n') {
                line++;
            } else {
                line = reader.read(buffer, line);
                count++;
            }
        }
        return count;
    }

    private static int endOfLines(byte[] buffer, int from, int length) {
        int end = length;
        while (end > from && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
