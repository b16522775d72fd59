package io.purchaseorders.replay.exports;

import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The lines of a data file, unzipped into one buffer over and over; the file's checksum and count are checked. */
public final class DataLines {

    private static final int STORED_BUFFER = 1 << 16;
    private static final int BUFFER = 1 << 18;

    /** An item has at most 400 KB, and no byte of it takes more than six in JSON, or twelve in JSON within JSON. */
    private static final int LONGEST_LINE = 12 * 400 * 1024;

    /** Takes lines; the array is used again afterwards. */
    public interface Reader {
        /** Reads the line that begins at a place and returns where the next one begins, after the line feed. */
        int read(byte[] bytes, int from) throws IOException;
    }

    private DataLines() {}

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Hands every line to the reader, which may be in the middle of the file when it turns out to be damaged. */
    public static void read(DataFile file, Reader reader) throws IOException {
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
        try (InputStream in = new GZIPInputStream(stored, STORED_BUFFER)) {
            long count = lines(file, in, reader);
            stored.transferTo(OutputStream.nullOutputStream()); // what follows belongs to the checksum
            return count;
        }
    }

    private static long lines(DataFile file, InputStream in, Reader reader) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int length = 0;
        long count = 0;
        for (boolean isAtEnd = false; !isAtEnd; ) {
            int read = in.readNBytes(buffer, length, buffer.length - 1 - length);
            isAtEnd = read < buffer.length - 1 - length;
            length += read;
            if (isAtEnd && length > 0 && buffer[length - 1] != '\n') {
                buffer[length++] = '\n';
            }
            int end = endOfLines(buffer, length);
            int line = 0;
            while (line < end) {
                line = reader.read(buffer, line);
                count++;
            }
            length -= line;
            System.arraycopy(buffer, line, buffer, 0, length);
            if (length > LONGEST_LINE) {
                throw ExportProblem.of(file.path(), "has a line longer than any item");
            }
            if (length > buffer.length / 2) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
        }
        return count;
    }

    private static int endOfLines(byte[] buffer, int length) {
        int end = length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Where the line that begins at a place ends: at its line feed. */
    public static int end(byte[] bytes, int from) {
        int end = from;
        while (bytes[end] != '\n') {
            end++;
        }
        return end;
    }
}
