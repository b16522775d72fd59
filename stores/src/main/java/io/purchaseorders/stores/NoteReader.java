package io.purchaseorders.stores;

import java.util.List;

/** Tells which events were about to be stored, so that what is stored and not applied can be found without a scan. */
public interface NoteReader {

    /** What the notes of all slots hold, in no order; consistent with every write that was answered before. */
    List<NotedEvent> notes();
}
