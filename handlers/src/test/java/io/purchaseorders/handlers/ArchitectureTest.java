package io.purchaseorders.handlers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.purchaseorders.events.CompiledClasses;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.handlers.processor.OrderProcessor;
import io.purchaseorders.handlers.telemetry.PowertoolsTelemetry;
import org.junit.jupiter.api.Test;

/** What the functions must not do, and what to do instead. */
@AnalyzeClasses(packages = "io.purchaseorders.handlers", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** The ports that can change something, and those that combine them with others. */
    private static final String WRITING_PORTS = "io\\.purchaseorders\\.stores\\.[A-Za-z]+(Writer|Releases|Store)";

    private static final String PROJECTION_PORTS = "io\\.purchaseorders\\.stores\\.(Projection|Shard)[A-Za-z]+";

    @ArchTest
    static final ArchRule the_api_writes_nothing = noClasses()
            .that()
            .resideInAPackage("..handlers.api..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(WRITING_PORTS)
            .because("readers of the API must not be able to change anything, and its role may not; instead, take the"
                    + " port that reads, and let the order-processor and the order-aggregator write");

    @ArchTest
    static final ArchRule the_processor_knows_no_projection = noClasses()
            .that()
            .resideInAPackage("..handlers.processor..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(PROJECTION_PORTS)
            .because("projections have a single writer, the consumer of the stream; instead, let the event reach the"
                    + " order-aggregator through the stream of the events table");

    @ArchTest
    static final ArchRule the_aggregator_stores_no_event = noClasses()
            .that()
            .resideInAPackage("..handlers.aggregator..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("io\\.purchaseorders\\.stores\\.Event(Writer|Releases|Store)")
            .because("only what was published becomes an event; instead, publish it to the bus");

    @ArchTest
    static final ArchRule the_mechanics_of_http_do_not_know_the_questions = noClasses()
            .that()
            .resideInAPackage("..handlers.api.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..handlers.api")
            .because(
                    "what a request and an answer are is the same for every question; instead, hand in what differs, as"
                            + " a Route does");

    @ArchTest
    static final ArchRule packages_form_no_circle = slices().matching("io.purchaseorders.handlers.(**)")
            .should()
            .beFreeOfCycles()
            .because(
                    "a package that depends on itself cannot be understood alone; instead, move what both need into one"
                            + " that neither depends on");

    /**
     * StreamLineage asks the stream itself, TransientFailure tells the SDK's failures apart; neither touches an item. LogBucket
     * is the adapter of a port of the module log, which knows nothing but the JDK.
     */
    @ArchTest
    static final ArchRule the_sdk_stays_behind_the_stores = noClasses()
            .that()
            .doNotHaveSimpleName("StreamLineage")
            .and()
            .doNotHaveSimpleName("TransientFailure")
            .and()
            .doNotHaveSimpleName("LogBucket")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..")
            .because("what a function decides is tested without DynamoDB; instead, add what is needed to a port in"
                    + " stores and to its contract suite, and speak to DynamoDB in stores.dynamodb");

    @ArchTest
    static final ArchRule what_deploys_does_not_know_what_runs_it_locally = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.purchaseorders.local..")
            .because(
                    "the functions deploy without that module; instead, hand in what differs through the environment, as"
                            + " AWS_ENDPOINT_URL_DYNAMODB");

    @Test
    void no_instruction_handles_floating_point() {
        // What Powertools takes for a metric's value is a double.
        assertThat(CompiledClasses.besides(OrderProcessor.class).floatingPoint())
                .filteredOn(place -> !place.startsWith(PowertoolsTelemetry.class.getName() + "."))
                .as("decimals are exact; instead, use BigDecimal")
                .isEmpty();
    }

    @Test
    void every_switch_over_events_names_every_type() {
        assertThat(CompiledClasses.besides(OrderProcessor.class).switchesWithDefault(OrderEvent.class))
                .as("a default hides a new type of event from the compiler; instead, name every case")
                .isEmpty();
    }
}
