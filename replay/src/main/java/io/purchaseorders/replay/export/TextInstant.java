package io.purchaseorders.replay.export;

import static io.purchaseorders.replay.compact.CompactEvent.longAt;

/**
 * Reads instants as publishers and this system usually write them: {@code 2026-11-23T10:15:30Z}, with up to nine
 * fractional digits. Declines everything else, such as offsets and dates that do not exist. The instants of one event are
 * within the same minute more often than not, so the last one is remembered. Behind a text must stand eight bytes.
 */
final class TextInstant {

    /** 2000-01-01, the earliest business time. */
    static final long EARLIEST_SECONDS = 946_684_800L;

    /** {@code 2026-11-23T10:15} */
    private static final int MINUTE = 16;

    private static final int TIME = 19;

    /** The shortest that there is. */
    static final int LEAST = TIME + 1;

    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;
    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000};

    private static final long ZEROS = 0x3030303030303030L;
    private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGHS = ~LOWS;

    /** Added to seven bits, it reaches the eighth where they are no digit. */
    private static final long BEYOND_NINE = 0x7676767676767676L;

    /** 0000-03-01 to 1970-01-01. */
    private static final long DAYS_TO_EPOCH = 719_468;

    long seconds;
    int nanos;

    /** Sixteen bytes of the last one's minute, and what they stand for. No text begins with zeros of bytes. */
    private long lastFirst;

    private long lastSecond;
    private long lastMinute;

    boolean read(byte[] bytes, int from, int to) {
        if (to - from < LEAST || bytes[to - 1] != 'Z') {
            return false;
        }
        long first = longAt(bytes, from);
        long second = longAt(bytes, from + Long.BYTES);
        if ((first != lastFirst || second != lastSecond) && !readMinute(bytes, from)) {
            return false;
        }
        lastFirst = first;
        lastSecond = second;
        int ofMinute = two(bytes, from + MINUTE + 1);
        if (bytes[from + MINUTE] != ':' || ofMinute < 0 || ofMinute > 59) {
            return false;
        }
        seconds = lastMinute + ofMinute;
        return fraction(bytes, from + TIME, to - 1);
    }

    private boolean readMinute(byte[] bytes, int from) {
        lastFirst = 0;
        int century = two(bytes, from);
        int ofCentury = two(bytes, from + 2);
        int month = two(bytes, from + 5);
        int day = two(bytes, from + 8);
        int hour = two(bytes, from + 11);
        int minute = two(bytes, from + 14);
        if ((century | ofCentury | month | day | hour | minute) < 0
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || bytes[from + 10] != 'T'
                || bytes[from + 13] != ':'
                || hour > 23
                || minute > 59) {
            return false;
        }
        int year = century * 100 + ofCentury;
        if (month < 1 || month > 12 || day < 1 || day > lengthOf(year, month)) {
            return false;
        }
        lastMinute = epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3_600L + minute * 60L;
        return true;
    }

    private boolean fraction(byte[] bytes, int from, int to) {
        nanos = 0;
        if (from == to) {
            return true;
        }
        int digits = to - from - 1;
        if (bytes[from] != '.' || digits < 1 || digits > NANO_DIGITS) {
            return false;
        }
        int eight = Math.min(digits, Long.BYTES);
        long word = (longAt(bytes, from + 1) ^ ZEROS) << ((Long.BYTES - eight) * Byte.SIZE);
        int ninth = digits == NANO_DIGITS ? bytes[from + NANO_DIGITS] - '0' : 0;
        if (((((word & LOWS) + BEYOND_NINE) | word) & HIGHS) != 0 || ninth < 0 || ninth > 9) {
            return false;
        }
        int value = (int) LineCursor.eightDigits(word);
        nanos = digits == NANO_DIGITS ? value * 10 + ninth : value * POWERS[NANO_DIGITS - digits];
        return true;
    }

    /** Two digits, or a negative number. */
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones) < 0 || tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static int lengthOf(int year, int month) {
        boolean isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && isLeap ? 29 : DAYS[month - 1];
    }

    /** Days since 1970-01-01; years are counted from March, so that the leap day comes last. */
    private static long epochDay(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097L + yearOfEra * 365L + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DAYS_TO_EPOCH;
    }
}
