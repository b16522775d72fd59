package io.purchaseorders.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads and writes instants as RFC 3339 has them, with up to nine fractional digits. Every event is read and written
 * through here several times, so it is done without patterns and formatters.
 */
public final class Instants {

    /** Characters of {@code 2026-11-23T10:15:30}. */
    private static final int DATE_TIME = 19;

    /** Characters of {@code +01:00}. */
    private static final int OFFSET = 6;

    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int NANO_DIGITS = 9;
    private static final int[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private static final String FIXED_WIDTH = "0000-00-00T00:00:00.000000000Z";

    /** For years of more than four digits, which no event has. */
    private static final DateTimeFormatter ANY_YEAR = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final long FIRST_SECOND =
            Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int MINUTES_PER_HOUR = 60;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int HOURS_PER_DAY = 24;
    private static final int SECONDS_PER_DAY = HOURS_PER_DAY * MINUTES_PER_HOUR * SECONDS_PER_MINUTE;

    private Instants() {}

    /**
     * The instant that an RFC 3339 date-time with an offset names, or nothing where the text is none. Leap seconds, which
     * cannot be told apart from their neighbours on this time scale, are none.
     */
    public static Optional<Instant> parse(String text) {
        if (text.length() <= DATE_TIME || !hasSeparators(text)) {
            return Optional.empty();
        }
        int offset = DATE_TIME;
        int nanos = 0;
        if (text.charAt(offset) == '.') {
            offset++;
            while (offset < text.length() && isDigit(text.charAt(offset))) {
                offset++;
            }
            int digits = offset - DATE_TIME - 1;
            if (digits < 1 || digits > NANO_DIGITS) {
                return Optional.empty();
            }
            nanos = number(text, DATE_TIME + 1, offset) * POWERS[NANO_DIGITS - digits];
        }
        int ahead = secondsAhead(text, offset);
        return ahead == NO_OFFSET ? Optional.empty() : parse(text, nanos, ahead);
    }

    private static boolean hasSeparators(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (text.charAt(10) == 'T' || text.charAt(10) == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** By how much the offset at the end of a text is ahead of UTC. */
    private static int secondsAhead(String text, int from) {
        int length = text.length() - from;
        if (length == 1 && (text.charAt(from) == 'Z' || text.charAt(from) == 'z')) {
            return 0;
        }
        if (length != OFFSET || text.charAt(from + 3) != ':') {
            return NO_OFFSET;
        }
        char sign = text.charAt(from);
        int hours = number(text, from + 1, from + 3);
        int minutes = number(text, from + 4, from + 6);
        if ((sign != '+' && sign != '-') || !isBelow(hours, HOURS_PER_DAY) || !isBelow(minutes, MINUTES_PER_HOUR)) {
            return NO_OFFSET;
        }
        // RFC 3339 allows offsets up to 23:59, more than ZoneOffset does.
        int distance = (hours * MINUTES_PER_HOUR + minutes) * SECONDS_PER_MINUTE;
        return sign == '-' ? -distance : distance;
    }

    private static Optional<Instant> parse(String text, int nanos, int ahead) {
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (year < 0
                || month < 0
                || day < 0
                || !isBelow(hour, HOURS_PER_DAY)
                || !isBelow(minute, MINUTES_PER_HOUR)
                || !isBelow(second, SECONDS_PER_MINUTE)) {
            return Optional.empty();
        }
        try {
            long minutes =
                    (LocalDate.of(year, month, day).toEpochDay() * HOURS_PER_DAY + hour) * MINUTES_PER_HOUR + minute;
            return Optional.of(Instant.ofEpochSecond(minutes * SECONDS_PER_MINUTE + second - ahead, nanos));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static boolean isBelow(int number, int limit) {
        return number >= 0 && number < limit;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The number that a part of a text names; -1 where not all of it is digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    /** Thirty characters in UTC, so that text sorts as time does: {@code 2026-11-23T10:15:30.000000000Z}. */
    public static String fixedWidth(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            return ANY_YEAR.format(instant);
        }
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        byte[] text = FIXED_WIDTH.getBytes(StandardCharsets.ISO_8859_1);
        put(text, 4, day.getYear());
        put(text, 7, day.getMonthValue());
        put(text, 10, day.getDayOfMonth());
        put(text, 13, second / (MINUTES_PER_HOUR * SECONDS_PER_MINUTE));
        put(text, 16, second / SECONDS_PER_MINUTE % MINUTES_PER_HOUR);
        put(text, 19, second % SECONDS_PER_MINUTE);
        put(text, 29, instant.getNano());
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number that ends before a place, over zeros. */
    private static void put(byte[] text, int end, int number) {
        int left = number;
        for (int at = end - 1; left > 0; at--) {
            text[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
