package io.purchaseorders.handlers.api;

import io.purchaseorders.stores.Generation;
import io.purchaseorders.stores.GenerationReader;
import io.purchaseorders.stores.Generations;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The generations as the register had them a moment ago: promoting another one shows within a second. */
final class RegisteredGenerations implements ReadableGenerations {

    private static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private record Read(Generations generations, long nanos) {}

    private final GenerationReader register;
    private final ZoneId zoneBeforeBirth;
    private final Function<Generation, LiveGeneration> open;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Map<Integer, LiveGeneration> opened = new ConcurrentHashMap<>();
    private volatile @Nullable Read last;

    /**
     * @param zoneBeforeBirth the reporting time zone of a system without any event yet
     * @param open makes the stores of a generation
     * @param nanoTime such as {@link System#nanoTime}
     * @param clock says when another one answers from now on, everywhere at once
     */
    RegisteredGenerations(
            GenerationReader register,
            ZoneId zoneBeforeBirth,
            Function<Generation, LiveGeneration> open,
            LongSupplier nanoTime,
            Clock clock) {
        this.register = register;
        this.zoneBeforeBirth = zoneBeforeBirth;
        this.open = open;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    @Override
    public LiveGeneration live() {
        return opened(all().answering(clock.instant()));
    }

    @Override
    public Optional<LiveGeneration> of(int number) {
        return all().find(number).filter(Generation::isReadable).map(this::opened);
    }

    @Override
    public void forget() {
        last = null;
    }

    /** A first generation that is not born yet may still be born in another time zone, so it is not kept. */
    private LiveGeneration opened(Generation generation) {
        LiveGeneration known = opened.get(generation.number());
        if (known != null && known.zone().equals(generation.timeZone())) {
            return known;
        }
        LiveGeneration made = open.apply(generation);
        opened.put(generation.number(), made);
        return made;
    }

    @Override
    public Generations all() {
        long now = nanoTime.getAsLong();
        Read read = last;
        // Another machine that starts from a snapshot has another clock, which may be behind.
        if (read == null || now < read.nanos() || now - read.nanos() >= KEPT_NANOS) {
            read = newest(new Read(register.read().orElseGet(() -> Generations.first(zoneBeforeBirth)), now));
        }
        return read.generations();
    }

    /** A register that was read before another answer read a newer one must not bring back what was live then. */
    private synchronized Read newest(Read read) {
        Read known = last;
        if (known != null && known.generations().version() > read.generations().version()) {
            return known;
        }
        last = read;
        return read;
    }
}
