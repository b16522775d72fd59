package io.purchaseorders.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A contract suite that an adapter passes which does nothing asserts nothing. */
@NullMarked
class ContractGuardTest {

    static class DoingNothingWithEvents extends EventStoreContract {
        @Override
        protected EventStore empty() {
            return doingNothing(EventStore.class);
        }
    }

    static class DoingNothingWithProjections extends ProjectionStoreContract {
        @Override
        protected ProjectionStore empty() {
            return doingNothing(ProjectionStore.class);
        }
    }

    static class DoingNothingWithShards extends ShardStoreContract {
        @Override
        protected ShardStore empty() {
            return doingNothing(ShardStore.class);
        }
    }

    static class DoingNothingWithRejections extends RejectionStoreContract {
        @Override
        protected RejectionStore empty() {
            return doingNothing(RejectionStore.class);
        }
    }

    static class DoingNothingWithQuarantine extends QuarantineStoreContract {
        @Override
        protected QuarantineStore empty() {
            return doingNothing(QuarantineStore.class);
        }
    }

    static class DoingNothingWithDuplicates extends DuplicateStoreContract {
        @Override
        protected DuplicateStore empty() {
            return doingNothing(DuplicateStore.class);
        }
    }

    static class DoingNothingWithGenerations extends GenerationStoreContract {
        @Override
        protected GenerationStore empty() {
            return doingNothing(GenerationStore.class);
        }
    }

    static class DoingNothingWithBirths extends BirthStoreContract {
        @Override
        protected BirthStore empty() {
            return doingNothing(BirthStore.class);
        }
    }

    static class DoingNothingWithNotes extends NoteStoreContract {
        @Override
        protected NoteStore empty() {
            return doingNothing(NoteStore.class);
        }
    }

    @Test
    void an_adapter_that_does_nothing_fails_every_suite() {
        for (Class<?> suite : List.of(
                DoingNothingWithEvents.class,
                DoingNothingWithProjections.class,
                DoingNothingWithShards.class,
                DoingNothingWithRejections.class,
                DoingNothingWithQuarantine.class,
                DoingNothingWithDuplicates.class,
                DoingNothingWithGenerations.class,
                DoingNothingWithBirths.class,
                DoingNothingWithNotes.class)) {
            SummaryGeneratingListener heard = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(suite))
                                    .build(),
                            heard);
            long ran = heard.getSummary().getTestsStartedCount();
            long failed = heard.getSummary().getTestsFailedCount();
            System.out.println(suite.getSimpleName() + " fails " + failed + " of " + ran);
            assertThat(ran).as(suite + " has tests").isPositive();
            assertThat(2 * failed)
                    .as("%s: a store that does nothing fails %d of %d tests; instead, let most tests demand what was"
                                    .formatted(suite.getSimpleName(), failed, ran)
                            + " written before")
                    .isGreaterThan(ran);
        }
    }

    /** Takes every call and answers as little as its type allows. */
    private static <T> T doingNothing(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> least(method.getReturnType())));
    }

    private static @Nullable Object least(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == int.class) {
            return 0;
        }
        Map<Class<?>, Object> empty = Map.of(
                List.class, List.of(), Set.class, Set.of(), Map.class, Map.of(), Optional.class, Optional.empty());
        return type == Stream.class ? Stream.empty() : empty.get(type);
    }
}
