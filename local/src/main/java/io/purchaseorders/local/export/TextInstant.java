package io.purchaseorders.local.export;

/**
 * Reads instants as publishers and this system usually write them: {@code 2026-11-23T10:15:30Z}, with up to nine
 * fractional digits. Declines everything else, such as offsets and dates that do not exist.
 */
final class TextInstant {

    /** 2000-01-01, the earliest business time. */
    static final long EARLIEST_SECONDS = 946_684_800L;

    private static final int DATE = 10;
    private static final int TIME = 19;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int NANO_DIGITS = 9;

    /** 0000-03-01 to 1970-01-01. */
    private static final long DAYS_TO_EPOCH = 719_468;

    long seconds;
    int nanos;

    private int lastDate = -1;
    private long lastDay;

    boolean read(byte[] bytes, int from, int to) {
        if (to - from < TIME + 1
                || bytes[to - 1] != 'Z'
                || bytes[from + 4] != '-'
                || bytes[from + 7] != '-'
                || bytes[from + DATE] != 'T'
                || bytes[from + 13] != ':'
                || bytes[from + 16] != ':') {
            return false;
        }
        int century = two(bytes, from);
        int ofCentury = two(bytes, from + 2);
        int month = two(bytes, from + 5);
        int day = two(bytes, from + 8);
        int hour = two(bytes, from + 11);
        int minute = two(bytes, from + 14);
        int second = two(bytes, from + 17);
        if ((century | ofCentury | month | day | hour | minute | second) < 0
                || hour > 23
                || minute > 59
                || second > 59) {
            return false;
        }
        int year = century * 100 + ofCentury;
        int date = year * 10_000 + month * 100 + day;
        if (date != lastDate) {
            if (month < 1 || month > 12 || day < 1 || day > lengthOf(year, month)) {
                return false;
            }
            lastDate = date;
            lastDay = epochDay(year, month, day);
        }
        seconds = lastDay * SECONDS_PER_DAY + hour * 3_600L + minute * 60L + second;
        return fraction(bytes, from + TIME, to - 1);
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
        int value = 0;
        for (int i = from + 1; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            value *= 10;
        }
        nanos = value;
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
