package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which function answers which question. */
@NullMarked
class QuestionTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("repository.root", "..")).resolve("cloudformation/openapi.yaml");

    @ParameterizedTest
    @EnumSource
    void a_function_is_sent_the_questions_that_it_answers_and_no_other(Question question) throws IOException {
        boolean isForReaders = Question.ofReaders().contains(question);
        JsonNode path =
                new YAMLMapper().readTree(DOCUMENT.toFile()).path("paths").path(question.template());
        assertThat(question.methods())
                .isNotEmpty()
                .allSatisfy(method -> assertThat(path.path(method.toLowerCase(Locale.ROOT))
                                .at("/x-amazon-apigateway-integration/uri/Fn::Sub")
                                .asText())
                        .contains(isForReaders ? "${OrderApiAlias}" : "${OrderAuditAlias}"));
    }

    @Test
    void every_question_has_one_function() {
        Set<Question> all = EnumSet.copyOf(Question.ofReaders());
        assertThat(Question.ofAuditors()).doesNotContainAnyElementsOf(all);
        all.addAll(Question.ofAuditors());
        assertThat(all).containsExactlyInAnyOrder(Question.values());
    }

    @Test
    void a_function_has_no_route_to_the_question_of_another_whatever_the_gateway_says() {
        assertThat(Question.of(Question.ofReaders(), "/rejections", "/rejections"))
                .isEmpty();
        assertThat(Question.of(Question.ofReaders(), "/orders/{orderId}/events", "/orders/o/events"))
                .isEmpty();
        assertThat(Question.of(Question.ofAuditors(), "/orders/{orderId}", "/orders/o"))
                .isEmpty();
        assertThat(Question.of(Question.ofAuditors(), null, "/orders/o/events")).contains(Question.EVENTS);
    }

    @Test
    void what_readers_are_let_in_to_is_answered_by_the_function_that_reaches_less() {
        assertThat(Question.ofAuditors())
                .containsExactlyInAnyOrder(
                        Question.EVENTS,
                        Question.EXPLAIN,
                        Question.RECEIPT,
                        Question.RECEIPTS,
                        Question.PROOF,
                        Question.QUARANTINE,
                        Question.GENERATIONS,
                        Question.REJECTIONS);
    }
}
