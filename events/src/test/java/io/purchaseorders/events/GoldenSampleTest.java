package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What was released stays as it was: events like these are stored for ever. */
class GoldenSampleTest {

    static final List<String> TYPES = PublishedFiles.TYPES;

    @Test
    void every_type_has_a_golden_sample_and_every_golden_sample_a_type() throws IOException {
        try (Stream<Path> files = Files.list(PublishedFiles.DATA.resolve("events"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("freeze a sample of the new type, and its digest below")
                    .containsExactlyInAnyOrderElementsOf(
                            TYPES.stream().map(type -> type + ".v1.json").toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OrderPlaced, 73a2d4a0dd4ac369ef4cb8ce19f1a39a6d0d47498eba6cab5c8d39d86adf38b8",
        "OrderAmended, 6a2370ca814564edf9119fc7fd224820af836e891de40f7a6e625cacf4ad5e64",
        "OrderConfirmed, 00fd2d1fb47647ad0fdf94257d634d524712514162ee5831ee0094354f852279",
        "OrderShipped, 51957627530eb220dad5d811199fe782017bd738fc842c48d38fc73d9022d2c2",
        "OrderDelivered, d8f60ffeb93aab1c62b651f653279adfa5ac97efc9ae6f77171571863282187d",
        "OrderCancelled, 20bc2acaf795b98735f2ba35b1cdcce138e28843fcdc3ee405a444e3d111afd4",
        "OrderReturned, 8d212430ad57207e4e02910d0087d505c2f8cb23c9e4f299b0397fd9bd72a684"
    })
    void a_golden_sample_is_frozen(String type, String sha256) throws NoSuchAlgorithmException {
        String text = PublishedFiles.text(PublishedFiles.DATA.resolve("events").resolve(type + ".v1.json"));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(digest))
                .as("data/events/%s.v1.json was changed: restore it, and freeze the new form as another version", type)
                .isEqualTo(sha256);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_golden_sample_is_an_entry_of_its_type(String type) {
        JsonNode entry = PublishedFiles.golden(type);
        assertThat(entry.fieldNames()).toIterable().containsExactly("Source", "DetailType", "Detail");
        assertThat(entry.get("DetailType").asText()).isEqualTo(type);
        assertThat(entry.get("Detail").isObject()).isTrue();
    }

    /** Only then can a test demand that what was read is written again byte by byte. */
    @ParameterizedTest
    @FieldSource("TYPES")
    void a_golden_sample_survives_reading_and_writing_with_every_digit(String type) {
        String detail = PublishedFiles.golden(type).get("Detail").toString();
        assertThat(PublishedFiles.parse(detail).toString()).isEqualTo(detail);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_golden_sample_has_members_that_nobody_knows_and_characters_beyond_ascii(String type) {
        JsonNode detail = PublishedFiles.golden(type).get("Detail");
        JsonNode known = PublishedFiles.schema(type).get("properties");
        assertThat(detail.fieldNames())
                .toIterable()
                .as("%s has an unknown member", type)
                .anyMatch(name -> !known.has(name));
        assertThat(detail.toString()).matches(text -> text.chars().anyMatch(c -> c > 0x7f), "is not all ASCII");
    }
}
