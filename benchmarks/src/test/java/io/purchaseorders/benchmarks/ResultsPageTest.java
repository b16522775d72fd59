package io.purchaseorders.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.benchmarks.Contest.Samples;
import io.purchaseorders.benchmarks.Report.Target;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsPageTest {

    @Test
    void a_section_is_replaced_and_the_others_stay() {
        String page = ResultsPage.put(ResultsPage.put("# Title\n", "a", "one\n"), "b", "two\n");
        assertThat(ResultsPage.put(page, "a", "three\n"))
                .contains("# Title", "three", "two")
                .doesNotContain("one\n");
    }

    @Test
    void the_median_of_an_even_number_lies_between_the_middle_ones() {
        assertThat(Samples.of(List.of(4.0, 1.0, 3.0, 2.0)).median()).isEqualTo(2.5);
        assertThat(Samples.of(List.of(9.0, 1.0, 3.0)).median()).isEqualTo(3.0);
    }

    @Test
    void a_target_is_met_up_to_its_limit() {
        assertThat(Target.atMost("x", 1.25, 1.25).isMet()).isTrue();
        assertThat(Target.atLeast("x", 2.9, 3).isMet()).isFalse();
    }

    @Test
    void numbers_have_three_digits_that_count() {
        assertThat(Numbers.brief(1_234_567)).isEqualTo("1,230,000");
        assertThat(Numbers.brief(0.98765)).isEqualTo("0.988");
        assertThat(Numbers.brief(20)).isEqualTo("20");
    }
}
