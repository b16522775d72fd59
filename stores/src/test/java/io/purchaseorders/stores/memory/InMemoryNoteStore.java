package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.NoteStore;
import io.purchaseorders.stores.NoteThinning;
import io.purchaseorders.stores.NotedEvent;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Notes without a database. */
@NullMarked
public final class InMemoryNoteStore implements NoteStore {

    private final Map<Integer, List<NotedEvent>> slots = new HashMap<>();

    @Override
    public synchronized void note(int slot, NotedEvent event) {
        List<NotedEvent> all = new ArrayList<>(slots.getOrDefault(slot, List.of()));
        all.add(new NotedEvent(event.event(), event.at().truncatedTo(ChronoUnit.MILLIS)));
        slots.put(slot, NoteThinning.kept(all, event.at()));
    }

    @Override
    public synchronized List<NotedEvent> notes() {
        return slots.values().stream().flatMap(Collection::stream).toList();
    }
}
