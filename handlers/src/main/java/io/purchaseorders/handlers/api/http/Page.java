package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    /**
     * The same of those rows that are wanted. A page is also full when so many others were looked at, so that a question
     * which finds nothing ends as well.
     */
    public static <T> Page ofWanted(
            Iterator<T> rows,
            Predicate<T> wanted,
            int limit,
            int others,
            Function<T, JsonNode> item,
            Function<T, ObjectNode> position) {
        Looking<T> looking = new Looking<>(rows, wanted, others);
        Page full = of(looking, limit, item, position);
        return full.end().isPresent() || !looking.gaveUp()
                ? full
                : new Page(full.items(), Optional.of(position.apply(looking.last())));
    }

    /** Passes over rows that are not wanted, until there were too many of them. */
    private static final class Looking<T> implements Iterator<T> {

        private final Iterator<T> rows;
        private final Predicate<T> wanted;
        private final List<T> next = new ArrayList<>();
        private int others;
        private @Nullable T last;

        Looking(Iterator<T> rows, Predicate<T> wanted, int others) {
            this.rows = rows;
            this.wanted = wanted;
            this.others = others;
        }

        boolean gaveUp() {
            return others == 0 && rows.hasNext();
        }

        T last() {
            return Objects.requireNonNull(last);
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && others > 0 && rows.hasNext()) {
                T row = rows.next();
                last = row;
                if (wanted.test(row)) {
                    next.add(row);
                } else {
                    others--;
                }
            }
            return !next.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return next.removeLast();
        }
    }

    /** Bytes inside of a JSON string, in which quotes and backslashes are escaped once more, and as CSV quotes are doubled before. */
    private static int escapedSize(String text) {
        int backslashes = (int) text.chars().filter(c -> c == '\\').count();
        int quotes = (int) text.chars().filter(c -> c == '"').count();
        return text.getBytes(StandardCharsets.UTF_8).length + backslashes + 3 * quotes + 1;
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
