package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AsyncApiTest {

    static final List<String> TYPES = PublishedFiles.TYPES;
    private static final Path FILE = PublishedFiles.RESOURCES.resolve("asyncapi.yaml");

    @SuppressWarnings("NullAway.Init")
    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        document = new YAMLMapper().readTree(PublishedFiles.text(FILE));
    }

    @Test
    void the_channel_and_the_operation_carry_every_type_in_life_cycle_order() {
        assertThat(document.at("/channels/orderEvents/messages").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(TYPES);
        assertThat(document.at("/operations/recordOrderEvent/messages").findValuesAsText("$ref"))
                .containsExactlyElementsOf(TYPES.stream()
                        .map(type -> "#/channels/orderEvents/messages/" + type)
                        .toList());
        assertThat(document.at("/components/messageTraits/putEventsEntry/headers/properties/DetailType/enum"))
                .map(JsonNode::asText)
                .containsExactlyElementsOf(TYPES);
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_message_refers_to_the_schema_of_its_type(String type) {
        assertThat(document.at("/components/messages/" + type + "/payload/$ref").asText())
                .as("by name, or generators call the model AnonymousSchema_17")
                .isEqualTo("#/components/schemas/" + type);
        assertThat(document.at("/components/schemas/" + type + "/$ref").asText())
                .isEqualTo("./schemas/" + type + ".v1.json");
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void the_example_of_a_message_is_valid(String type) {
        JsonNode example = document.at("/components/messages/" + type + "/examples/0");
        assertThat(example.at("/headers/DetailType").asText()).isEqualTo(type);
        assertThat(PublishedFiles.faults(type, example.get("payload"))).isEmpty();
    }

    @Test
    void every_reference_leads_somewhere() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(Files.exists(FILE.resolveSibling(reference)))
                        .as(reference)
                        .isTrue();
            }
        });
    }
}
