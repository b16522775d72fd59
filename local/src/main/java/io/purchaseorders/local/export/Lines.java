package io.purchaseorders.local.export;

import io.purchaseorders.local.export.ExportFolder.DataFile;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The lines of a data file, unzipped into one buffer over and over; the file's checksum and count are checked. */
final class Lines {

    private static final int BUFFER = 1 << 18;
    private static final int COMPRESSED_BUFFER = 1 << 16;

    /** An item has at most 400 KB, and no byte of it takes more than six in JSON, or twelve in JSON within JSON. */
    private static final int LONGEST_LINE = 12 * 400 * 1024;

    /** Readers look ahead without asking whether the buffer ends. */
    private static final int SLACK = 128;

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
        try (InputStream stored = new Digested(Files.newInputStream(file.path()), digest)) {
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
        long count = 0;
        try (InputStream in = new GZIPInputStream(stored, COMPRESSED_BUFFER)) {
            byte[] buffer = new byte[BUFFER + SLACK];
            int length = 0;
            while (true) {
                int read = in.read(buffer, length, buffer.length - SLACK - length);
                boolean isEnd = read < 0;
                length += Math.max(read, 0);
                if (isEnd && length > 0 && buffer[length - 1] != '\n') {
                    buffer[length++] = '\n';
                }
                int complete = endOfLines(buffer, length);
                int at = 0;
                while (at < complete) {
                    if (buffer[at] == '\n') {
                        at++;
                    } else {
                        at = reader.read(buffer, at);
                        count++;
                    }
                }
                if (isEnd) {
                    stored.transferTo(OutputStream.nullOutputStream()); // counts for the checksum
                    return count;
                }
                System.arraycopy(buffer, complete, buffer, 0, length - complete);
                length -= complete;
                if (length == buffer.length - SLACK) {
                    if (length > LONGEST_LINE) {
                        throw ExportProblem.of(file.path(), "has a line longer than any item");
                    }
                    buffer = Arrays.copyOf(buffer, 2 * buffer.length);
                }
            }
        }
    }

    private static int endOfLines(byte[] buffer, int length) {
        int end = length;
        while (end > 0 && buffer[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Like a DigestInputStream, whose mark could not be trusted, and which GZIPInputStream closes by itself. */
    private static final class Digested extends FilterInputStream {

        private final MessageDigest digest;

        Digested(InputStream in, MessageDigest digest) {
            super(in);
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                digest.update((byte) value);
            }
            return value;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            if (read > 0) {
                digest.update(into, from, read);
            }
            return read;
        }
    }
}
