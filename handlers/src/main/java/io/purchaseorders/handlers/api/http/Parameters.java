package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads a request's parameters and collects every fault, so that a caller is told of all at once. A parameter that is
 * unknown or stands twice is a fault: a misspelt filter must not be answered as if it were not there.
 */
public final class Parameters {

    static final int DEFAULT_LIMIT = 100;
    static final int LIMIT = 1_000;

    /** No value of a parameter is longer; cursors, the longest, have a tenth of it. */
    public static final int LONGEST = 4_096;

    public static final String ID_RULE = "must be 1 to 64 of the characters A-Z a-z 0-9 . _ : -";

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,4}");

    /** What is wrong with one parameter. */
    public record ParameterFault(String parameter, String message) {}

    private final Request request;
    private final List<ParameterFault> faults = new ArrayList<>();

    public Parameters(Request request) {
        this.request = request;
        for (Map.Entry<String, List<String>> parameter : request.query().entrySet()) {
            String name = parameter.getKey();
            List<String> values = parameter.getValue();
            if (!request.route().parameters().contains(name)) {
                fault(name, "is unknown here");
            } else if (values.size() > 1) {
                fault(name, "must stand once");
            } else if (values.getFirst().length() > LONGEST) {
                fault(name, "is longer than " + LONGEST + " characters");
            }
        }
    }

    public void fault(String parameter, String message) {
        faults.add(new ParameterFault(parameter, message));
    }

    /** The answer, or a 400 that names every fault found so far. */
    public Answer ifFaultless(Supplier<Answer> answer) {
        return faults.isEmpty() ? answer.get() : Problem.badRequest(request.path(), faults);
    }

    /** The path's variable segment; an empty text where it is a fault. */
    public String id(String name, Predicate<String> rule, String message) {
        Optional<String> id = request.id().filter(rule);
        if (id.isEmpty()) {
            fault(name, message);
        }
        return id.orElse("");
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(request.query().get(name))
                .filter(values -> values.size() == 1)
                .map(List::getFirst)
                .filter(value -> value.length() <= LONGEST);
    }

    /** A query parameter that must be there and keep a rule; an empty text where it is a fault. */
    public String requiredText(String name, Predicate<String> rule, String message) {
        required(name);
        Optional<String> text = text(name);
        text.filter(rule.negate()).ifPresent(broken -> fault(name, message));
        return text.orElse("");
    }

    /** Faults a parameter that must be there, unless it is, well or badly. */
    public void required(String name) {
        if (!request.query().containsKey(name)) {
            fault(name, "is required");
        }
    }

    public Optional<Instant> instant(String name) {
        Optional<String> text = text(name);
        Optional<Instant> instant = text.flatMap(Instants::parse);
        if (text.isPresent() && instant.isEmpty()) {
            fault(name, "must be an RFC 3339 date-time with an offset; write + as %2B");
        }
        Optional<Instant> beyond = instant.filter(at -> at.isBefore(EARLIEST) || at.isAfter(LATEST));
        if (beyond.isPresent()) {
            fault(name, "is outside of the years 0000 to 9999 in UTC");
        }
        return beyond.isPresent() ? Optional.empty() : instant;
    }

    /** Faults bounds that are the wrong way round. */
    public <T extends Comparable<? super T>> void ordered(Optional<T> from, Optional<T> to) {
        if (from.isPresent() && to.isPresent() && from.get().compareTo(to.get()) > 0) {
            fault("from", "must not be after to");
        }
    }

    public <E extends Enum<E>> E oneOf(String name, Class<E> type, E otherwise) {
        Optional<String> text = text(name);
        Optional<E> value = text.flatMap(wanted -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(wanted))
                .findFirst());
        if (text.isPresent() && value.isEmpty()) {
            fault(name, "must be one of " + Arrays.toString(type.getEnumConstants()));
        }
        return value.orElse(otherwise);
    }

    /** One of some words; nothing where it is absent or a fault. */
    public Optional<String> oneOf(String name, Collection<String> words) {
        Optional<String> text = text(name);
        if (text.isPresent() && !words.contains(text.get())) {
            fault(name, "must be one of " + words);
            return Optional.empty();
        }
        return text;
    }

    public int limit() {
        return limit(DEFAULT_LIMIT, LIMIT);
    }

    /** How many items are wanted, at most so many. */
    public int limit(int otherwise, int most) {
        Optional<String> text = text("limit");
        Optional<Integer> limit = text.filter(digits -> DIGITS.matcher(digits).matches())
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= most);
        if (text.isPresent() && limit.isEmpty()) {
            fault("limit", "must be an integer from 1 to " + most);
        }
        return limit.orElse(otherwise);
    }

    /**
     * Where the page begins, which the cursor says. To be read last: a cursor belongs to a list, that is to all the
     * other parameters but {@code limit}.
     */
    public Optional<JsonNode> cursor(CursorCodec codec, List<?> list) {
        Optional<String> text = text("cursor");
        return switch (text.map(cursor -> codec.read(cursor, list)).orElse(new CursorCodec.Read.Foreign())) {
            case CursorCodec.Read.Position position -> Optional.of(position.value());
            case CursorCodec.Read.Tampered tampered -> {
                fault("cursor", "is not a cursor issued by this API");
                yield Optional.empty();
            }
            case CursorCodec.Read.Foreign foreign -> {
                if (text.isPresent() && faults.isEmpty()) {
                    fault("cursor", "was given for other parameters");
                }
                yield Optional.empty();
            }
        };
    }
}
