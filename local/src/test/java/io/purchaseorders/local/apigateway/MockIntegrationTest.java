package io.purchaseorders.local.apigateway;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service would refuse, or answer with a 500, is refused here when the document is read. */
class MockIntegrationTest {

    private static final String GOOD = """
            responses: {'200': {headers: {Cache-Control: {schema: {type: string}}}}}
            x-amazon-apigateway-integration:
              type: mock
              passthroughBehavior: never
              contentHandling: CONVERT_TO_TEXT
              requestTemplates: {application/json: '{"statusCode": 200}'}
              responses:
                '200':
                  statusCode: '200'
                  contentHandling: CONVERT_TO_TEXT
                  responseParameters: {method.response.header.Cache-Control: "'no-cache'"}
                  responseTemplates: {application/json: '{}'}
            """;

    private static void read(String method, boolean isBinary) throws IOException {
        JsonNode described = new YAMLMapper().readTree(method);
        MockIntegration.of("GET /x", described, described.path("x-amazon-apigateway-integration"), isBinary);
    }

    @Test
    void what_the_service_takes_is_read() {
        assertThatCode(() -> read(GOOD, true)).doesNotThrowAnyException();
        assertThatCode(() -> read(GOOD.replace("CONVERT_TO_TEXT", "CONVERT_TO_BINARY"), false))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "never | when_no_match | a passthroughBehavior of never",
                "CONVERT_TO_TEXT | CONVERT_TO_BINARY | contentHandling",
                "\"'no-cache'\" | context.path | a constant for Cache-Control",
                "{headers: {Cache-Control: {schema: {type: string}}}} | {} | the header Cache-Control",
                "statusCode: '200' | statusCode: '204' | one response a status",
                "'{}' | '$input.body' | a fixed body"
            })
    void what_it_would_refuse_is_not(String part, String other, String said) {
        assertThatThrownBy(() -> read(GOOD.replace(part, other), true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(said);
    }
}
