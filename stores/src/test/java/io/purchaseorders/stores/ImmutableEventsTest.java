package io.purchaseorders.stores;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/** The events table takes conditional inserts and nothing else, from one class alone. */
class ImmutableEventsTest {

    private static final JavaClasses STORES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.purchaseorders.stores");

    private static final JavaClass EVENT_STORE = STORES.get(DynamoEventStore.class);
    private static final JavaClass TABLE = STORES.get(DynamoEventStore.class.getPackageName() + ".KeyedTable");

    @Test
    void the_one_write_of_the_event_store_is_an_insert() {
        assertThat(callsTo(EVENT_STORE, DynamoDbClient.class))
                .as("events are never changed or deleted; instead of another write, append another event")
                .containsExactly("putItem");
        assertThat(callsTo(EVENT_STORE, TABLE.reflect()))
                .as(
                        "what the event store takes from other tables' requests only reads; instead of another write, append"
                                + " another event")
                .isSubsetOf("client", "name", "key", "query", "items", "scan", "isAbsent");
    }

    @Test
    void the_insert_is_conditional_on_absence() {
        assertThat(callsTo(EVENT_STORE, PutItemRequest.Builder.class))
                .as("an insert without a condition overwrites; instead, state attribute_not_exists")
                .contains("conditionExpression");
    }

    private static List<String> callsTo(JavaClass caller, Class<?> owner) {
        return caller.getMethodCallsFromSelf().stream()
                .filter(call -> call.getTargetOwner().isEquivalentTo(owner))
                .map(JavaCall::getName)
                .toList();
    }

    @Test
    void nobody_else_reaches_the_events_table() {
        noClasses()
                .that()
                .resideInAPackage("..stores.dynamodb..")
                .and()
                .doNotHaveFullyQualifiedName(DynamoEventStore.class.getName())
                .and()
                .haveNameNotMatching(".*\\.(Immutable)?Tables(\\$.*)?")
                .should()
                .callMethod(Tables.class, "events")
                .because(
                        "only DynamoEventStore holds the events immutable; instead, ask it through EventReader or EventWriter")
                .check(STORES);
    }
}
