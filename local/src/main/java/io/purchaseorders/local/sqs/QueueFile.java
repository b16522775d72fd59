package io.purchaseorders.local.sqs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a queue's messages in a file that only grows at its end, until most of it is about messages that are gone: then it
 * is written anew beside and moved into place. Each entry carries its length and a checksum, so that one that a crash cut
 * off is recognized and left out. What was sent is forced to the disk before anybody is told; what was received or deleted
 * need not be, since a message that comes again changes nothing.
 */
final class QueueFile implements AutoCloseable {

    /** Of a file that is shorter nothing is saved. */
    private static final long WORTH_SHORTENING_BYTES = 4L * 1024 * 1024;

    /** Far beyond any message: what claims more is no entry. */
    private static final int LONGEST_ENTRY_BYTES = 64 * 1024 * 1024;

    private enum Kind {
        SENT('s'),
        RECEIVED('r'),
        DELETED('d');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        static Kind of(int letter) throws IOException {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IOException("the queue's file was written by another version: no entry begins with " + letter);
        }
    }

    private final @Nullable Path path;
    private final List<Message> kept;
    private final Object forcing = new Object();
    private @Nullable FileChannel channel;
    private long end;
    private long written;
    private long forced;

    private QueueFile(@Nullable Path path) throws IOException {
        this.path = path;
        this.kept = path == null ? List.of() : read(path);
        if (path != null) {
            rewrite(path, kept);
        }
    }

    /** A queue that ends with the process. */
    static QueueFile none() {
        try {
            return new QueueFile(null);
        } catch (IOException e) {
            throw new UncheckedIOException("no file is touched", e);
        }
    }

    /** @param path created where it is absent */
    static QueueFile at(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        return new QueueFile(path);
    }

    /** What was sent before this start and not deleted, oldest first. */
    List<Message> messages() {
        return kept;
    }

    /** Returns once the messages are on the disk. */
    void sent(List<Message> messages) throws IOException {
        if (path == null) {
            return;
        }
        long until;
        synchronized (this) {
            ByteBuffer entries = entries(messages);
            append(entries);
            until = written;
        }
        synchronized (forcing) { // Whoever waited here finds its entries forced by the one before.
            if (forced < until) {
                FileChannel current;
                long reached;
                synchronized (this) {
                    current = channel;
                    reached = written;
                }
                if (current != null) {
                    current.force(false);
                }
                forced = reached;
            }
        }
    }

    void received(List<Message> messages) {
        note(Kind.RECEIVED, messages.stream().map(Message::id).toList());
    }

    /** @param living what is left, asked for only when the file is written anew */
    void deleted(Collection<Long> ids, Supplier<List<Message>> living) {
        note(Kind.DELETED, ids);
        if (path != null && end > WORTH_SHORTENING_BYTES) {
            try {
                shorten(path, living.get());
            } catch (IOException e) {
                System.err.println("The queue's file " + path + " stays long: " + e.getMessage());
            }
        }
    }

    private synchronized void note(Kind kind, Collection<Long> ids) {
        if (path == null || ids.isEmpty()) {
            return;
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (long id : ids) {
                bytes.write(entry(kind, new Message(id, Instant.EPOCH, 0, "")));
            }
            append(ByteBuffer.wrap(bytes.toByteArray()));
        } catch (IOException e) {
            System.err.println("After a restart messages of " + path + " come again: " + e.getMessage());
        }
    }

    /** All of it or nothing: half an entry would hide every one after it. */
    private void append(ByteBuffer bytes) throws IOException {
        FileChannel out = channel;
        if (out == null) {
            throw new IOException("the queue is closed");
        }
        int length = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes, end + length - bytes.remaining());
            }
        } catch (IOException full) {
            out.truncate(end);
            throw full;
        }
        end += length;
        written += length;
    }

    private void shorten(Path file, List<Message> living) throws IOException {
        synchronized (forcing) {
            synchronized (this) {
                long needed = living.stream()
                        .mapToLong(message -> message.body().length())
                        .sum();
                if (needed < end / 4) {
                    rewrite(file, living);
                }
            }
        }
    }

    private void rewrite(Path file, List<Message> living) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer entries = entries(living);
        int length = entries.remaining();
        FileChannel anew = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        while (entries.hasRemaining()) {
            anew.write(entries);
        }
        anew.force(true);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        close();
        channel = anew;
        end = length;
    }

    private static ByteBuffer entries(List<Message> messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Message message : messages) {
            bytes.write(entry(Kind.SENT, message));
            for (int receive = 0; receive < message.receiveCount(); receive++) {
                bytes.write(entry(Kind.RECEIVED, message));
            }
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static byte[] entry(Kind kind, Message message) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(content)) {
            out.writeByte(kind.letter);
            out.writeLong(message.id());
            if (kind == Kind.SENT) {
                out.writeLong(message.sentAt().toEpochMilli());
                out.write(message.body().getBytes(StandardCharsets.UTF_8));
            }
        }
        CRC32 checksum = new CRC32();
        checksum.update(content.toByteArray());
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(entry)) {
            out.writeInt(content.size());
            out.writeInt((int) checksum.getValue());
            content.writeTo(out);
        }
        return entry.toByteArray();
    }

    private static List<Message> read(Path file) throws IOException {
        Map<Long, Message> messages = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return List.of();
        }
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Channels.newInputStream(Files.newByteChannel(file))))) {
            for (byte[] content = next(in); content.length > 0; content = next(in)) {
                ByteBuffer entry = ByteBuffer.wrap(content);
                Kind kind = Kind.of(entry.get());
                long id = entry.getLong();
                switch (kind) {
                    case SENT ->
                        messages.put(
                                id,
                                new Message(
                                        id,
                                        Instant.ofEpochMilli(entry.getLong()),
                                        0,
                                        StandardCharsets.UTF_8.decode(entry).toString()));
                    case RECEIVED -> messages.computeIfPresent(id, (same, message) -> message.received());
                    case DELETED -> messages.remove(id);
                }
            }
        }
        return new ArrayList<>(messages.values());
    }

    /** The next whole entry; an empty one at the end, or where a crash cut one off. */
    private static byte[] next(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(2 * Integer.BYTES);
        if (head.length < 2 * Integer.BYTES) {
            return new byte[0];
        }
        ByteBuffer numbers = ByteBuffer.wrap(head);
        int length = numbers.getInt();
        int expected = numbers.getInt();
        if (length < 1 || length > LONGEST_ENTRY_BYTES) {
            return new byte[0];
        }
        byte[] content = in.readNBytes(length);
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return content.length == length && (int) checksum.getValue() == expected ? content : new byte[0];
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
