package io.purchaseorders.cli;

import io.vavr.control.Either;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 with a limit on their length, so that no input, however long, takes more memory than that. */
final class LineReader {

    /** An entry's 1 MiB can take six times as much as JSON in JSON, when every character is escaped; then some. */
    static final int MAX_LINE_BYTES = 8 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** A line by its number, from 1, with its text or what is wrong with it. */
    record Line(long number, Either<String, String> text) {}

    private final InputStream source;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private long number;
    private boolean ended;
    private final AtomicLong bytesRead = new AtomicLong();

    LineReader(InputStream source) {
        this.source = source;
    }

    /** How much of the source is used up. */
    long bytesRead() {
        return bytesRead.get();
    }

    /** Whether the last line was read and it was seen that none follows. */
    boolean ended() {
        return ended;
    }

    /** The next line without its end, or null after the last one. */
    @Nullable
    Line next() throws IOException {
        var line = new ByteArrayOutputStream();
        long length = 0;
        boolean any = false;
        while (position < end || fill()) {
            any = true;
            int stop = position;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            length += stop - position;
            if (length <= MAX_LINE_BYTES) {
                line.write(buffer, position, stop - position);
            }
            boolean complete = stop < end;
            position = complete ? stop + 1 : stop;
            if (complete) {
                break;
            }
        }
        if (!any) {
            ended = true;
            return null;
        }
        number++;
        return new Line(number, length > MAX_LINE_BYTES ? tooLong() : decode(line.toByteArray()));
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, source.read(buffer));
        bytesRead.addAndGet(end);
        return end > 0;
    }

    private static Either<String, String> tooLong() {
        return Either.left("too large: longer than " + MAX_LINE_BYTES + " bytes");
    }

    private Either<String, String> decode(byte[] line) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            return Either.right(number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return Either.left("not UTF-8");
        }
    }
}
