package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.Question;
import io.purchaseorders.handlers.api.http.CursorCodec.Read;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class CursorCodecTest {

    private static final List<?> LIST = List.of(Question.EVENTS, "o-1");
    private static final ObjectNode POSITION = JsonNodeFactory.instance
            .objectNode()
            .put("at", "2026-11-23T12:00:00.000000000Z")
            .put("rank", 3);

    private final CursorCodec codec = new CursorCodec("secret");
    private final String cursor = codec.write(POSITION, LIST);

    @Test
    void a_cursor_is_read_again_also_after_a_restart() {
        assertThat(new CursorCodec("secret").read(cursor, LIST)).isEqualTo(new Read.Position(POSITION));
        assertThat(cursor).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void it_belongs_to_its_list() {
        assertThat(codec.read(cursor, List.of(Question.EVENTS, "o-2"))).isEqualTo(new Read.Foreign());
        assertThat(codec.read(cursor, List.of(Question.EVENTS, "o", "-1"))).isEqualTo(new Read.Foreign());
    }

    @Test
    void no_change_of_any_character_goes_unnoticed() {
        for (int i = 0; i < cursor.length(); i++) {
            for (char c : "AZaz09-_=+/ .".toCharArray()) {
                String changed = cursor.substring(0, i) + c + cursor.substring(i + 1);
                if (!changed.equals(cursor)) {
                    assertThat(codec.read(changed, LIST)).as(changed).isEqualTo(new Read.Tampered());
                }
            }
            assertThat(codec.read(cursor.substring(0, i), LIST)).isEqualTo(new Read.Tampered());
        }
        assertThat(codec.read(cursor + "A", LIST)).isEqualTo(new Read.Tampered());
        assertThat(codec.read(cursor + "=", LIST)).isEqualTo(new Read.Tampered());
    }

    @Test
    void another_key_gives_other_cursors() {
        assertThat(new CursorCodec("another").read(cursor, LIST)).isEqualTo(new Read.Tampered());
    }
}
