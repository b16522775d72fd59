package io.purchaseorders.replay.imports;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.purchaseorders.replay.exports.ItemJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes gzipped data files of DynamoDB's JSON, an item a line; begins another where one is large. For one thread. */
final class ImportFiles implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    /** The service reads files side by side, each of them once; a file is at least one multipart upload's part. */
    private static final long ITEMS_A_FILE = 500_000;

    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();

    private final Path folder;
    private final int writer;
    private @Nullable JsonGenerator file;
    private int files;
    private long items;

    /** @param writer tells the files of one writer from those of others in the folder */
    ImportFiles(Path folder, int writer) {
        this.folder = folder;
        this.writer = writer;
    }

    /** Fast instead of small: the files are read once, and soon. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    void write(Map<String, AttributeValue> item) throws IOException {
        JsonGenerator open = file;
        if (open == null || items % ITEMS_A_FILE == 0) {
            end(open);
            files++;
            Path next = folder.resolve(String.format(Locale.ROOT, "items-%03d-%05d.json.gz", writer, files));
            open = JSON.createGenerator(new FastGzip(Files.newOutputStream(next)), JsonEncoding.UTF8);
            file = open;
        }
        ItemJson.write(open, item);
        items++;
    }

    long items() {
        return items;
    }

    int files() {
        return files;
    }

    private static void end(@Nullable JsonGenerator open) throws IOException {
        if (open != null) {
            open.writeRaw('\n');
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        end(file);
        file = null;
    }
}
