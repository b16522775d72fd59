package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.events.AuthenticationKeys;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class KeptEventCodesTest {

    private static final String OLD = "the old key of these tests, 32 characters";
    private static final String NEW = "the new key of these tests, 32 characters";
    private static final AuthenticatedText EVENT = new AuthenticatedText("o", "t", "type", "s", "r", "{}");
    private static final String BY_NEW = AuthenticationKeys.parse(NEW).sign(EVENT);

    private final AtomicReference<String> secret = new AtomicReference<>(OLD);
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final EventCodes codes = new KeptEventCodes(this::read, nanos::get);

    private String read() {
        reads.incrementAndGet();
        String value = secret.get();
        if (value.isEmpty()) {
            throw new IllegalStateException("on purpose");
        }
        return value;
    }

    @Test
    void keys_are_read_once() {
        String code = codes.sign(EVENT).orElseThrow();
        assertThat(codes.verifies(EVENT, code)).isTrue();
        assertThat(codes.verifies(EVENT, "")).isFalse();
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_code_by_a_new_key_has_the_keys_read_again() {
        codes.sign(EVENT);
        secret.set(OLD + "\n" + NEW);
        assertThat(codes.verifies(EVENT, BY_NEW)).isTrue();
        assertThat(reads).hasValue(2);
    }

    @Test
    void an_invented_key_id_costs_one_reading() {
        assertThat(codes.verifies(EVENT, BY_NEW)).isFalse();
        assertThat(codes.verifies(EVENT, BY_NEW)).isFalse();
        assertThat(reads).hasValue(2);
    }

    @Test
    void keys_that_cannot_be_read_make_nobody_a_forger() {
        codes.sign(EVENT);
        secret.set("");
        assertThatThrownBy(() -> codes.verifies(EVENT, BY_NEW)).isInstanceOf(IllegalStateException.class);
        secret.set(OLD + "\n" + NEW);
        assertThat(codes.verifies(EVENT, BY_NEW)).isTrue();
    }

    @Test
    void a_new_key_signs_after_a_while_and_a_source_that_fails_then_does_no_harm() {
        String byOld = codes.sign(EVENT).orElseThrow();
        nanos.addAndGet(KeptEventCodes.KEPT.toNanos() + 1);
        secret.set("");
        assertThat(codes.sign(EVENT)).hasValue(byOld);
        secret.set(OLD + "\n" + NEW);
        assertThat(codes.sign(EVENT)).hasValue(byOld);
        nanos.addAndGet(KeptEventCodes.KEPT.toNanos() + 1);
        assertThat(codes.sign(EVENT)).hasValue(BY_NEW);
    }
}
