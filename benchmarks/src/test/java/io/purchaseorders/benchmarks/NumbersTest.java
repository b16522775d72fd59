package io.purchaseorders.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class NumbersTest {

    @ParameterizedTest
    @CsvSource({"1.00183, 1", "0.0577, 0.0577", "1234567, '1,230,000'", "99.96, 100", "20, 20", "NaN, -"})
    void three_digits_count(double value, String expected) {
        assertThat(Numbers.brief(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 1.00183, 1.002", "1, 1.2345, 1.23", "4, 3.9996, 3.9996", "1024, 1023, '1,023'"})
    void a_value_is_told_from_the_limit_beside_it(double limit, double value, String expected) {
        assertThat(Numbers.beside(limit, value)).isEqualTo(expected);
    }
}
