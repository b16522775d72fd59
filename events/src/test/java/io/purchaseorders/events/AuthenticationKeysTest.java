package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class AuthenticationKeysTest {

    private static final String KEY = "a key of these tests, with 32 characters at least";
    private static final String NEWER = "another key of these tests, with 32 characters";
    private static final AuthenticatedText EVENT = new AuthenticatedText(
            "PO-1",
            "2026-11-23T10:15:30.000000000Z#e-1",
            "OrderConfirmed",
            "shop",
            "2026-11-23T10:15:31.5Z",
            "{\"eventId\":\"e-1\",\"note\":\"\u00fc\"}");

    /** Made by the lines of Python in docs/audit.md. */
    private static final String CODE = "c01627c2:HJv_kvJW4bQzhzHuWoywFQbB7SlD-D16Af_AdEvZs_A";

    @Test
    void a_code_is_the_one_that_another_program_makes() {
        assertThat(AuthenticationKeys.parse(KEY).sign(EVENT)).isEqualTo(CODE);
    }

    @Test
    void a_code_is_right_for_its_event_alone() {
        AuthenticationKeys keys = AuthenticationKeys.parse(KEY);
        assertThat(keys.verifies(EVENT, CODE)).isTrue();
        List<AuthenticatedText> others = List.of(
                new AuthenticatedText("PO-2", at(), type(), source(), recorded(), detail()),
                new AuthenticatedText("PO-1", at() + "0", type(), source(), recorded(), detail()),
                new AuthenticatedText("PO-1", at(), "OrderCancelled", source(), recorded(), detail()),
                new AuthenticatedText("PO-1", at(), type(), "shop2", recorded(), detail()),
                new AuthenticatedText("PO-1", at(), type(), source(), "2026-11-23T10:15:31.500Z", detail()),
                new AuthenticatedText("PO-1", at(), type(), source(), recorded(), detail() + " "),
                // The same characters in a row, with another border between two texts.
                new AuthenticatedText("PO-1", at(), type() + "s", "hop", recorded(), detail()));
        assertThat(others).noneMatch(other -> keys.verifies(other, CODE));
    }

    @Test
    void what_is_no_code_is_never_right() {
        AuthenticationKeys keys = AuthenticationKeys.parse(KEY);
        for (String code : List.of("", ":", "c01627c2", "c01627c2:", CODE + "A", CODE.substring(9), "x" + CODE)) {
            assertThat(keys.verifies(EVENT, code)).as(code).isFalse();
        }
    }

    @Test
    void the_newest_key_signs_and_the_older_ones_go_on_verifying() {
        AuthenticationKeys rotated = AuthenticationKeys.parse(KEY + "\n\n " + NEWER + " \r\n");
        String newer = rotated.sign(EVENT);
        assertThat(newer).isEqualTo(AuthenticationKeys.parse(NEWER).sign(EVENT)).isNotEqualTo(CODE);
        assertThat(rotated.verifies(EVENT, CODE)).isTrue();
        assertThat(rotated.verifies(EVENT, newer)).isTrue();
        assertThat(AuthenticationKeys.parse(KEY).knowsKeyOf(newer)).isFalse();
    }

    @Test
    void a_key_that_has_ended_verifies_what_was_recorded_until_then_and_nothing_later() {
        for (String end : List.of("2026-11-23T10:15:31.5Z", "2026-11-23T11:15:31.500+01:00")) {
            AuthenticationKeys ended = AuthenticationKeys.parse(KEY + " " + end + "\n" + NEWER);
            assertThat(ended.verifies(EVENT, CODE)).as(end).isTrue();
        }
        AuthenticationKeys ended = AuthenticationKeys.parse(KEY + "\t2026-11-23T10:15:31.499Z\n" + NEWER);
        assertThat(ended.verifies(EVENT, CODE)).isFalse();
        assertThat(ended.verifies(EVENT, ended.sign(EVENT))).isTrue();
        assertThatThrownBy(() -> AuthenticationKeys.parse(KEY + "\n" + NEWER + " 2026-11-23T10:15:31.5Z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the newest key ends")
                .hasMessageNotContaining(NEWER);
    }

    @Test
    void no_key_and_short_keys_are_refused() {
        assertThatThrownBy(() -> AuthenticationKeys.parse(" \n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no key");
        assertThatThrownBy(() -> AuthenticationKeys.parse(KEY + "\nsecret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 6 characters")
                .hasMessageNotContaining("secret");
    }

    private static String at() {
        return EVENT.timestamp();
    }

    private static String type() {
        return EVENT.type();
    }

    private static String source() {
        return EVENT.source();
    }

    private static String recorded() {
        return EVENT.recordedAt();
    }

    private static String detail() {
        return EVENT.detail();
    }
}
