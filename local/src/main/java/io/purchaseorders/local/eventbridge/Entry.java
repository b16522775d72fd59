package io.purchaseorders.local.eventbridge;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of PutEvents. Texts that were not given are empty, as the service treats them.
 *
 * @param detail the text exactly as published
 * @param time seconds since 1970, where given
 */
record Entry(
        String source,
        String detailType,
        String detail,
        String bus,
        Optional<BigDecimal> time,
        List<String> resources) {

    /** What the service counts for an entry's time if one is given. */
    private static final int TIME_BYTES = 14;

    /** @throws ServiceFault where a member has another type than the service's model says */
    static Entry read(JsonNode json) throws ServiceFault {
        if (!json.isObject()) {
            throw ServiceFault.serialization("an entry must be an object");
        }
        JsonNode time = json.path("Time");
        if (!isAbsent(time) && !time.isNumber()) {
            throw ServiceFault.serialization("Time must be a number of seconds since 1970");
        }
        List<String> resources = new ArrayList<>();
        JsonNode given = json.path("Resources");
        if (!isAbsent(given) && !given.isArray()) {
            throw ServiceFault.serialization("Resources must be a list");
        }
        for (JsonNode resource : given) {
            resources.add(text(resource, "a resource"));
        }
        return new Entry(
                text(json.path("Source"), "Source"),
                text(json.path("DetailType"), "DetailType"),
                text(json.path("Detail"), "Detail"),
                text(json.path("EventBusName"), "EventBusName"),
                time.isNumber() ? Optional.of(time.decimalValue()) : Optional.empty(),
                List.copyOf(resources));
    }

    private static String text(JsonNode json, String name) throws ServiceFault {
        if (isAbsent(json)) {
            return "";
        }
        if (!json.isTextual()) {
            throw ServiceFault.serialization(name + " must be a string");
        }
        return json.textValue();
    }

    private static boolean isAbsent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    /** Its size as the service counts it, in bytes. */
    int bytes() {
        return (time.isPresent() ? TIME_BYTES : 0)
                + length(source)
                + length(detailType)
                + length(detail)
                + resources.stream().mapToInt(Entry::length).sum();
    }

    /** When it happened, in whole seconds; nothing where the time given is none that the service knows. */
    Optional<Instant> at(Instant now) {
        if (time.isEmpty()) {
            return Optional.of(now);
        }
        return time.filter(seconds ->
                        seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE * 100L)) < 0)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()));
    }

    /** Whether all of it can be written in UTF-8, which halves of surrogate pairs cannot. */
    boolean isUnicode() {
        return StandardCharsets.UTF_8.newEncoder().canEncode(source + detailType + detail + String.join("", resources));
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
