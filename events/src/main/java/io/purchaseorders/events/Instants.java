package io.purchaseorders.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes instants as RFC 3339 has them, with up to nine fractional digits. */
public final class Instants {

    private static final Pattern RFC_3339 = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(?:[Zz]|([+-])(\\d{2}):(\\d{2}))",
            Pattern.UNICODE_CASE);

    private static final DateTimeFormatter FIXED_WIDTH = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int MINUTES_PER_HOUR = 60;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int HOURS_PER_DAY = 24;

    private Instants() {}

    /**
     * The instant that an RFC 3339 date-time with an offset names, or nothing where the text is none. Leap seconds, which
     * cannot be told apart from their neighbours on this time scale, are none.
     */
    public static Optional<Instant> parse(String text) {
        Matcher matcher = RFC_3339.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant local = LocalDateTime.parse(matcher.group(1) + "T" + matcher.group(2))
                    .toInstant(ZoneOffset.UTC);
            return matcher.group(3) == null ? Optional.of(local) : atOffset(local, matcher);
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    /** RFC 3339 allows offsets up to 23:59, more than {@link ZoneOffset} does. */
    private static Optional<Instant> atOffset(Instant local, Matcher matcher) {
        int hours = Integer.parseInt(matcher.group(4));
        int minutes = Integer.parseInt(matcher.group(5));
        if (hours >= HOURS_PER_DAY || minutes >= MINUTES_PER_HOUR) {
            return Optional.empty();
        }
        long seconds = (long) (hours * MINUTES_PER_HOUR + minutes) * SECONDS_PER_MINUTE;
        return Optional.of(local.minusSeconds(matcher.group(3).equals("-") ? -seconds : seconds));
    }

    /** Thirty characters in UTC, so that text sorts as time does: {@code 2026-11-23T10:15:30.000000000Z}. */
    public static String fixedWidth(Instant instant) {
        return FIXED_WIDTH.format(instant);
    }
}
