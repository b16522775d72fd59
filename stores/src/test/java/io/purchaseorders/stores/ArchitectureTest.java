package io.purchaseorders.stores;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.purchaseorders.events.CompiledClasses;
import io.purchaseorders.events.OrderEvent;
import org.junit.jupiter.api.Test;

/** What the stores must not do, and what to do instead. */
@AnalyzeClasses(packages = "io.purchaseorders.stores", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ports_do_not_know_dynamodb = noClasses()
            .that()
            .resideOutsideOfPackage("..stores.dynamodb..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.awssdk..", "..stores.dynamodb..")
            .because("what uses a port is tested without DynamoDB; instead, speak to DynamoDB in stores.dynamodb");

    @Test
    void no_instruction_handles_floating_point() {
        assertThat(CompiledClasses.besides(EventStore.class).floatingPoint())
                .as("decimals are exact; instead, use BigDecimal")
                .isEmpty();
    }

    @Test
    void every_switch_over_events_names_every_type() {
        assertThat(CompiledClasses.besides(EventStore.class).switchesWithDefault(OrderEvent.class))
                .as("a default hides a new type of event from the compiler; instead, name every case")
                .isEmpty();
    }
}
