package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryTest {

    private static final String TEXT =
            "{\"orderId\":\"o-1\",\"timestamp\":\"2026-11-23T10:00:00.000000000Z#e-1\",\"eventId\":"
                    + "\"e-1\",\"type\":\"OrderConfirmed\",\"source\":\"shop\",\"recordedAt\":\"2026-11-23T10:00:01Z\",\"detailSha256\":"
                    + "\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\"}";

    @Test
    void an_event_has_the_text_that_the_contract_says() {
        LogEntry entry = LogEntry.of(
                "o-1", "2026-11-23T10:00:00.000000000Z#e-1", "OrderConfirmed", "shop", "2026-11-23T10:00:01Z", "{}");
        assertThat(entry.text()).isEqualTo(TEXT);
        assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry);
    }

    @Test
    void strings_are_written_as_rfc_8785_does() {
        String source = "\"\\/\b\t\n\f\r\u0000\u001f\u007f\u00e4\u2028\ud83d\ude00";
        LogEntry entry = LogEntry.of("o", "t#e", "T", source, "r", "");
        assertThat(entry.text())
                .contains("\"source\":\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u00e4\u2028\ud83d\ude00\"");
        assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry);
    }

    @Test
    void every_entry_is_read_back() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 2_000; i++) {
            LogEntry entry = new LogEntry(
                    text(random), text(random), text(random), text(random), text(random), text(random), text(random));
            assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry);
        }
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append("\"\\bu0{},:\n\u0001\u20ac".charAt(random.nextInt(12)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"orderId\":\"o\"}",
                "{\"orderId\":\"a\\u0041\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\"}",
                "{\"orderId\":\"\\/\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\"}",
                "{\"orderId\":\"\\u000A\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\"}",
                "{\"orderId\":\"\\u00\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\"}",
                "{\"orderId\":\"\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\"} ",
                "{ \"orderId\":\"\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\"}",
                "{\"orderId\":\"\",\"timestamp\":\"\",\"eventId\":\"\",\"type\":\"\",\"source\":\"\",\"recordedAt\":\"\",\"detailSha256\":\"\",\"x\":\"\"}"
            })
    void a_text_that_is_written_otherwise_is_refused(String text) {
        assertThatThrownBy(() -> LogEntry.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(LogProblem.class);
    }

    @Test
    void a_text_with_thousands_of_escapes_is_read_in_a_small_stack() {
        LogEntry entry = LogEntry.of("o", "t#e", "T", "\\".repeat(30_000), "r", "");
        assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry);
    }
}
