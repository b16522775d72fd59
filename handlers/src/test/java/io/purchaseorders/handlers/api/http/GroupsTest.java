package io.purchaseorders.handlers.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People get what their groups open, and nothing that their token does not ask for. */
@NullMarked
class GroupsTest {

    private static final Set<String> BOTH = Set.of("orders/read", "orders/audit");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    readers            | orders/read
                    auditors           | orders/audit orders/read
                    readers,auditors   | orders/audit orders/read
                    [readers auditors] | orders/audit orders/read
                    [readers, others]  | orders/read
                    others             | ''
                    ''                 | ''
                    """)
    void a_person_gets_what_the_groups_open(String groups, String expected) {
        assertThat(String.join(
                        " ",
                        new java.util.TreeSet<>(
                                Groups.open(Map.of("username", "somebody", "cognito:groups", groups), BOTH))))
                .isEqualTo(expected);
    }

    @Test
    void a_person_without_a_group_reads_nothing_and_an_auditor_no_more_than_the_token_asks_for() {
        assertThat(Groups.open(Map.of("username", "somebody"), BOTH)).isEmpty();
        assertThat(Groups.open(Map.of("username", "somebody", "cognito:groups", "auditors"), Set.of("orders/read")))
                .containsExactly("orders/read");
        assertThat(Groups.open(Map.of("username", "somebody", "cognito:groups", "auditors"), Set.of("orders/publish")))
                .isEmpty();
    }

    @Test
    void a_program_gets_what_its_client_may_ask_for() {
        assertThat(Groups.open(Map.of("client_id", "program"), BOTH)).isEqualTo(BOTH);
    }
}
