package io.purchaseorders.notary;

import java.nio.file.Path;
import java.util.List;

/** Where finished exports are found. Failures are {@link java.io.UncheckedIOException}s. */
public interface Exports {

    /** Finished exports whose ids sort after one, in that order; with an empty id, all. */
    List<Export> after(String id);

    /** Puts an export's manifests and data files into a folder, as {@code replay.exports.ExportFolder} reads them. */
    void download(String id, Path folder);
}
