package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InstantsTest {

    private static final Pattern RFC_3339 = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?)(?:[Zz]|([+-])(\\d{2}):(\\d{2}))");

    private static final DateTimeFormatter FIXED_WIDTH = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String ALPHABET = "0123456789-+:.TtZz ٣";

    /** What RFC 3339 says, by the JDK's own means. */
    private static Optional<Instant> expected(String text) {
        Matcher matcher = RFC_3339.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            Instant local = LocalDateTime.parse(matcher.group(1) + "T" + matcher.group(2))
                    .toInstant(ZoneOffset.UTC);
            if (matcher.group(3) == null) {
                return Optional.of(local);
            }
            int hours = Integer.parseInt(matcher.group(4));
            int minutes = Integer.parseInt(matcher.group(5));
            int seconds = (hours * 60 + minutes) * 60;
            return hours > 23 || minutes > 59
                    ? Optional.empty()
                    : Optional.of(local.minusSeconds(matcher.group(3).equals("-") ? -seconds : seconds));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    private static String text(Random random) {
        String text = String.format(
                Locale.ROOT,
                "%04d-%02d-%02dT%02d:%02d:%02d",
                random.nextInt(10_000),
                random.nextInt(14),
                random.nextInt(33),
                random.nextInt(25),
                random.nextInt(61),
                random.nextInt(61));
        String fraction =
                "." + Integer.toString(random.nextInt(Integer.MAX_VALUE)).substring(0, 1)
                        + "123456789".substring(0, random.nextInt(10));
        String offset = String.format(
                Locale.ROOT, "%s%02d:%02d", random.nextBoolean() ? "+" : "-", random.nextInt(25), random.nextInt(61));
        return text + (random.nextBoolean() ? fraction : "") + (random.nextBoolean() ? "Z" : offset);
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length());
        String other = ALPHABET.substring(random.nextInt(ALPHABET.length())).substring(0, 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at) + other + text.substring(at + 1);
            case 1 -> text.substring(0, at) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + other + text.substring(at);
            default -> text.substring(0, at);
        };
    }

    @Test
    void a_text_is_the_instant_that_rfc_3339_says_or_none() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String text = text(random);
            assertThat(Instants.parse(text)).as("seed %d: %s", seed, text).isEqualTo(expected(text));
            String damaged = damaged(text, random);
            assertThat(Instants.parse(damaged)).as("seed %d: %s", seed, damaged).isEqualTo(expected(damaged));
        }
    }

    @Test
    void fixed_width_is_what_a_formatter_writes_in_any_year() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-70_000_000_000L, 300_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(Instants.fixedWidth(instant))
                    .as("seed %d: %s", seed, instant)
                    .isEqualTo(FIXED_WIDTH.format(instant));
        }
    }
}
