package io.purchaseorders.replay.history;

import io.purchaseorders.replay.exports.DataLines;
import io.purchaseorders.replay.exports.ExportProblem;
import io.purchaseorders.replay.exports.ItemLine;
import io.purchaseorders.replay.exports.ItemLine.Kind;
import io.purchaseorders.stores.EventCodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the lines of a data file of the events table into partitions. For one thread. */
final class ItemReader implements DataLines.Reader {

    private final ItemLine line;
    private final EventCodes codes;
    private final Consumer<String> forged;
    private final Partitions partitions;
    private final Partitions.Writer writer;
    private final Path file;
    private final int origin;
    private long lines;
    private long withoutKey;

    /**
     * @param origin tells the items of one export from those of others; it is larger for a later one
     * @param codes which an item needs, where they have a key; one without a right one is no event, and left out
     * @param forged is told of such an item, in words
     */
    ItemReader(
            Partitions partitions,
            Partitions.Writer writer,
            Path file,
            int origin,
            EventCodes codes,
            Consumer<String> forged) {
        this.line = new ItemLine(codes.hasKey() ? StoredItem.WITH_CODE : StoredItem.ATTRIBUTES);
        this.codes = codes;
        this.forged = forged;
        this.partitions = partitions;
        this.writer = writer;
        this.file = file;
        this.origin = origin;
    }

    long lines() {
        return lines;
    }

    /** How many items have no key as text: they are no events, and belong to no order. */
    long withoutKey() {
        return withoutKey;
    }

    @Override
    public int read(byte[] bytes, int from) throws IOException {
        lines++;
        Kind kind = kind(bytes, from);
        if (kind == Kind.UNKNOWN) {
            throw ExportProblem.of(file, "has a line with neither Item nor Keys, in line " + lines);
        }
        if (!StoredItem.hasKey(line)) {
            withoutKey++;
        } else if (StoredItem.isRequest(line)) {
            // Asks for another delivery, so is no event.
        } else if (kind == Kind.STORED && codes.hasKey() && !StoredItem.hasRightCode(line, codes)) {
            forged.accept(StoredItem.name(line) + " has no right authentication code: it is not what was recorded, and"
                    + " counts nowhere");
        } else {
            int hash = StoredItem.hash(line);
            int partition = partitions.partitionOf(hash);
            byte[] room = writer.room(partition, StoredItem.size(line));
            writer.wroteTo(partition, StoredItem.write(line, kind, hash, origin, room, writer.position(partition)));
        }
        return line.end();
    }

    private Kind kind(byte[] bytes, int from) {
        try {
            return line.read(bytes, from);
        } catch (ItemLine.MalformedLine e) {
            throw ExportProblem.of(file, "has no JSON in line " + lines + ": " + e.getMessage());
        }
    }
}
