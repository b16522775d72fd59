package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param items as JSON text
 * @param end the position of its last item, where more come after it
 */
public record Page(List<String> items, Optional<ObjectNode> end) {

    /** A function may answer 6 MB, in which the body stands as a JSON string; this leaves room for the rest. */
    public static final int LARGEST_BODY_BYTES = 4_000_000;

    /** Reads until the page is full, by number or by size, and one row further to know whether more come. */
    public static <T> Page of(
            Iterator<T> rows, int limit, Function<T, JsonNode> item, Function<T, ObjectNode> position) {
        List<String> items = new ArrayList<>();
        Optional<T> last = Optional.empty();
        int size = 0;
        while (items.size() < limit && rows.hasNext()) {
            T row = rows.next();
            String text = Answer.text(item.apply(row));
            size += escapedSize(text);
            if (size > LARGEST_BODY_BYTES && last.isPresent()) {
                return new Page(items, last.map(position));
            }
            items.add(text);
            last = Optional.of(row);
        }
        return new Page(items, rows.hasNext() ? last.map(position) : Optional.empty());
    }

    /** Bytes inside of a JSON string, in which quotes and backslashes are escaped once more. */
    private static int escapedSize(String text) {
        int escapes = (int) text.chars().filter(c -> c == '"' || c == '\\').count();
        return text.getBytes(StandardCharsets.UTF_8).length + escapes + 1;
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    /** Adds {@code items} and {@code nextCursor}. */
    public ObjectNode writeTo(ObjectNode body, CursorCodec cursors, List<?> list) {
        var array = body.putArray("items");
        items.forEach(item -> array.addRawValue(new RawValue(item)));
        return body.put("nextCursor", end.map(at -> cursors.write(at, list)).orElse(null));
    }
}
