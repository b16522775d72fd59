package io.purchaseorders.stores.dynamodb;

import static io.purchaseorders.stores.dynamodb.StoredNames.NOTED;
import static io.purchaseorders.stores.dynamodb.StoredNames.NOTES;
import static io.purchaseorders.stores.dynamodb.StoredNames.REVISION;

import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.NoteStore;
import io.purchaseorders.stores.NoteThinning;
import io.purchaseorders.stores.NotedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One small item a slot, in one partition of the intake table. A writer knows what it wrote last, and writes on the
 * condition that nobody else wrote since; where somebody did, the answer of the refused write says what is there now.
 */
public final class DynamoNoteStore implements NoteStore {

    /** Instances that share a slot may refuse each other; the loser of so many races leaves its event out. */
    private static final int ATTEMPTS = 4;

    /** What an item held when this writer saw it last; of revision 0 there is none. */
    private record Held(long revision, List<NotedEvent> events) {
        static final Held NOTHING = new Held(0, List.of());
    }

    private final KeyedTable table;
    private final Map<Integer, Held> held = new HashMap<>();

    public DynamoNoteStore(Tables tables) {
        this.table = tables.intakeTable();
    }

    @Override
    public synchronized void note(int slot, NotedEvent event) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Held before = held.getOrDefault(slot, Held.NOTHING);
            List<NotedEvent> all = new ArrayList<>(before.events());
            all.add(event);
            Held after = new Held(before.revision() + 1, NoteThinning.kept(all, event.at()));
            Optional<Map<String, AttributeValue>> refused = before.revision() == 0
                    ? table.insert(item(slot, after))
                    : table.replace(
                            item(slot, after),
                            REVISION + " = :before",
                            Map.of(":before", Attributes.number(before.revision())));
            held.put(slot, refused.map(DynamoNoteStore::held).orElse(after));
            if (refused.isEmpty()) {
                return;
            }
        }
    }

    private Map<String, AttributeValue> item(int slot, Held note) {
        Map<String, AttributeValue> item = new HashMap<>(table.key(NOTES, String.valueOf(slot)));
        item.put(CodecVersion.ATTRIBUTE, CodecVersion.NOTE.written());
        item.put(REVISION, Attributes.number(note.revision()));
        item.put(
                NOTED,
                AttributeValue.fromSs(
                        note.events().stream().map(DynamoNoteStore::text).toList()));
        return item;
    }

    /** No id and no timestamp has a space in it. */
    private static String text(NotedEvent noted) {
        return noted.at().toEpochMilli() + " " + noted.event().orderId() + " "
                + noted.event().timestamp();
    }

    private static NotedEvent noted(String text) {
        String[] parts = text.split(" ", 3);
        return new NotedEvent(new EventRef(parts[1], parts[2]), Instant.ofEpochMilli(Long.parseLong(parts[0])));
    }

    private static Held held(Map<String, AttributeValue> item) {
        return item.isEmpty() ? Held.NOTHING : new Held(Attributes.number(item, REVISION), events(item));
    }

    private static List<NotedEvent> events(Map<String, AttributeValue> item) {
        CodecVersion.NOTE.check(item);
        return Attributes.of(item, NOTED).ss().stream()
                .map(DynamoNoteStore::noted)
                .toList();
    }

    @Override
    public List<NotedEvent> notes() {
        return table.items(NOTES)
                .map(DynamoNoteStore::events)
                .flatMap(Collection::stream)
                .toList();
    }
}
