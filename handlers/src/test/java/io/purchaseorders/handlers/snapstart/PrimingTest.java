package io.purchaseorders.handlers.snapstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.purchaseorders.handlers.aggregator.OrderAggregator;
import io.purchaseorders.handlers.api.OrderApi;
import io.purchaseorders.handlers.api.OrderAudit;
import io.purchaseorders.handlers.processor.OrderProcessor;
import io.purchaseorders.stores.dynamodb.LocalTables;
import io.purchaseorders.stores.dynamodb.Tables;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.crac.Resource;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into the snapshot that SnapStart starts functions from. */
@NullMarked
class PrimingTest {

    /** What must differ between two environments that start from one snapshot. */
    private static final List<Class<?>> UNIQUE =
            List.of(Random.class, UUID.class, Instant.class, Socket.class, Thread.class);

    private static Map<String, String> environment() {
        Tables tables = LocalTables.create();
        Map<String, String> environment = new HashMap<>(LocalTables.environment(
                Integer.parseInt(tables.events().substring(tables.events().lastIndexOf('-') + 1))));
        environment.put("EVENT_KEYS_SECRET", "a secret that priming does not read");
        return environment;
    }

    /** As the hook does, with another environment than the process has. */
    private static void prime(Class<?> function, Map<String, String> environment) throws Exception {
        Method part = function.getDeclaredMethod("prime", Tables.class);
        part.setAccessible(true);
        try (Tables.Lent lent = Tables.lend(environment)) {
            part.invoke(null, lent.tables());
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OrderProcessor.class, OrderAggregator.class, OrderApi.class, OrderAudit.class})
    void priming_speaks_to_the_tables_and_leaves_neither_an_item_nor_a_connection(Class<?> function) throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        URI server = URI.create(String.valueOf(environment.get("AWS_ENDPOINT_URL_DYNAMODB")));
        try (CountingProxy proxy = new CountingProxy(server)) {
            environment.put("AWS_ENDPOINT_URL_DYNAMODB", proxy.address());
            prime(function, environment);
            assertThat(proxy.opened).hasPositiveValue();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(proxy.open).hasValue(0));
        }
        for (String table : List.of("EVENTS_TABLE", "AGGREGATIONS_TABLE", "INTAKE_TABLE")) {
            assertThat(Tables.of(environment())
                            .client()
                            .scan(scan -> scan.tableName(environment.get(table)))
                            .items())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OrderProcessor.class, OrderAggregator.class, OrderApi.class, OrderAudit.class})
    void a_function_holds_nothing_that_must_differ_between_environments(Class<?> function) throws Exception {
        Object handler = function.getConstructor(Map.class).newInstance(environment());
        assertThat(handler).isInstanceOf(Resource.class);
        assertThat(unique(handler, Collections.newSetFromMap(new IdentityHashMap<>()), function.getSimpleName()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(classes = {OrderProcessor.class, OrderAggregator.class, OrderApi.class, OrderAudit.class})
    void priming_that_fails_does_not_keep_the_snapshot_from_being_taken(Class<?> function) throws Exception {
        Resource handler = (Resource) function.getConstructor(Map.class).newInstance(environment());
        // The process has no environment of a function.
        assertThatCode(() -> {
                    handler.beforeCheckpoint(org.crac.Core.getGlobalContext());
                    handler.afterRestore(org.crac.Core.getGlobalContext());
                })
                .doesNotThrowAnyException();
    }

    /** Where something unique is held by this system's own objects; nothing where there is none. */
    private static @Nullable String unique(Object object, Set<Object> seen, String path) throws IllegalAccessException {
        if (UNIQUE.stream().anyMatch(type -> type.isInstance(object))) {
            return path + " is a " + object.getClass().getName();
        }
        if (!object.getClass().getName().startsWith("io.purchaseorders.") || !seen.add(object)) {
            return null;
        }
        for (Field field : object.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                @Nullable Object value = field.get(object);
                @Nullable String found = value == null ? null : unique(value, seen, path + "." + field.getName());
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
