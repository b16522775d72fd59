package io.purchaseorders.stores;

import io.purchaseorders.events.AuthenticatedText;
import io.purchaseorders.events.AuthenticationKeys;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Codes by keys that are read once and kept: read again when a code names a key that is not among them, because it may be a
 * new one, and after a while, so that a new key comes into use.
 */
public final class KeptEventCodes implements EventCodes {

    /** A new key makes codes after this at the latest; until then the one before, which goes on verifying, does. */
    static final Duration KEPT = Duration.ofMinutes(15);

    /** Invented key ids that are remembered, so that they cost one reading of the keys each. */
    private static final int MOST_STRANGE_IDS = 1_000;

    private record Kept(AuthenticationKeys keys, long readAt) {}

    private final Supplier<String> source;
    private final LongSupplier nanoTime;
    private final Set<String> strangeIds = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Kept kept;

    /**
     * Nothing is read yet.
     *
     * @param source the keys as {@link AuthenticationKeys#parse} reads them
     * @param nanoTime a clock for durations
     */
    public KeptEventCodes(Supplier<String> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    /** By keys that never change. */
    public static KeptEventCodes of(String keys) {
        return new KeptEventCodes(() -> keys, () -> 0);
    }

    @Override
    public Optional<String> sign(AuthenticatedText event) {
        return Optional.of(keys().sign(event));
    }

    @Override
    public boolean verifies(AuthenticatedText event, String code) {
        AuthenticationKeys known = keys();
        return known.verifies(event, code) || (!known.knowsKeyOf(code) && newlyVerifies(event, code));
    }

    /**
     * A key is in the source before it makes codes, so an id that is not there after it was seen is none of this system's. An
     * event must not be taken for a forged one because the keys could not be read, so that fails.
     */
    private boolean newlyVerifies(AuthenticatedText event, String code) {
        String id = AuthenticationKeys.keyId(code);
        if (id.isEmpty() || strangeIds.contains(id)) {
            return false;
        }
        AuthenticationKeys fresh = read();
        if (!fresh.knowsKeyOf(code) && strangeIds.size() < MOST_STRANGE_IDS) {
            strangeIds.add(id);
        }
        return fresh.verifies(event, code);
    }

    private AuthenticationKeys keys() {
        Kept current = kept;
        if (current == null) {
            return read();
        }
        if (nanoTime.getAsLong() - current.readAt() > KEPT.toNanos()) {
            // Others may go on with the old ones meanwhile, and all of them if the new ones cannot be read.
            kept = new Kept(current.keys(), nanoTime.getAsLong());
            try {
                return read();
            } catch (RuntimeException unread) {
                return current.keys();
            }
        }
        return current.keys();
    }

    private AuthenticationKeys read() {
        AuthenticationKeys keys = AuthenticationKeys.parse(source.get());
        kept = new Kept(keys, nanoTime.getAsLong());
        return keys;
    }
}
