package io.purchaseorders.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The orders that a British gift wholesaler took in December 2010, moved by whole weeks into the last ones, so that they are
 * among what is looked at first. Source: {@code data/README.md}.
 */
final class SampleOrders {

    private static final String SAMPLE = "/data/online-retail-december-2010.ndjson.gz";
    private static final String NAMES = "/data/product-names.tsv";

    /** The order whose placing is the sample's first event: where it is stored, it tells how far the sample was moved. */
    static final String FIRST_ORDER = "UK-536365";

    private static final Instant FIRST = Instant.parse("2010-12-01T08:26:00Z");
    private static final Instant LAST = Instant.parse("2010-12-29T16:13:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    /** In an entry, where the detail is a string in a string. */
    private static final Pattern OCCURRED_AT = Pattern.compile("(\\\\\"occurredAt\\\\\":\\\\\")([^\\\\]+)");

    private SampleOrders() {}

    /**
     * How far the sample is moved: to end in the last weeks, with days of two months.
     *
     * @param now whose month need not be one of them
     */
    static Duration shift(Instant now) {
        Duration shift = WEEK.multipliedBy(Duration.between(LAST, now).dividedBy(WEEK));
        return month(FIRST.plus(shift)).equals(month(LAST.plus(shift))) ? shift.minus(WEEK) : shift;
    }

    /**
     * The same where the sample is in a system already: its events keep their times, or they would contradict those that are
     * stored.
     *
     * @param placed when {@link #FIRST_ORDER} was placed there; nothing where it was not
     */
    static Duration shift(Optional<Instant> placed, Instant now) {
        return placed.map(at -> Duration.between(FIRST, at)).orElseGet(() -> shift(now));
    }

    private static YearMonth month(Instant instant) {
        return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
    }

    /** All entries, one a line. */
    static List<String> lines(Duration shift) {
        return text(SAMPLE, true)
                .lines()
                .map(line -> OCCURRED_AT
                        .matcher(line)
                        .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + moved(found.group(2), shift))))
                .toList();
    }

    private static String moved(String time, Duration shift) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                OffsetDateTime.parse(time).plus(shift));
    }

    static InputStream stream(List<String> lines) {
        return new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What the shop called the products that sold best, by sku. */
    static Map<String, String> productNames() {
        return text(NAMES, false)
                .lines()
                .map(line -> line.split("\t", 2))
                .collect(Collectors.toUnmodifiableMap(columns -> columns[0], columns -> columns[1]));
    }

    private static String text(String resource, boolean isCompressed) {
        try (InputStream file = SampleOrders.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IOException(resource + " is missing");
            }
            InputStream plain = isCompressed ? new GZIPInputStream(file) : file;
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageProblem("The sample orders cannot be read (" + e.getMessage() + "): build again.");
        }
    }
}
