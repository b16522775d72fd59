package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.cli.template.Templates;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Two environments of an account share no table, whatever generations of projections they have. */
class EnvironmentNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"dev", "prod", "local", "a", "team-a", "dev2", "dev-b2", "a-b-c", "eu1-dev", "abcdefghijklmno1"})
    void a_name_is_taken_as_it_is(String name) {
        assertThat(new EnvironmentName().convert(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Dev", "2dev", "dev-", "dev_b", "dev b", "a--b", "abcdefghijklmnopq", "dev\n"})
    void what_tables_cannot_be_named_by_is_refused(String name) {
        assertThatThrownBy(() -> new EnvironmentName().convert(name))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContainingAll("'" + name + "'", "is no environment");
    }

    @ParameterizedTest
    @CsvSource({"dev, 2", "dev, 10", "team-a, 3"})
    void a_name_whose_first_table_is_that_of_a_later_generation_is_refused(String other, int generation) {
        String name = other + "-" + generation;
        assertThat(Tables.aggregations("order-aggregations-" + other, generation))
                .isEqualTo("order-aggregations-" + name);
        assertThatThrownBy(() -> new EnvironmentName().convert(name))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("generations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev-2b", "eu-1-dev"})
    void a_name_that_the_roles_of_another_would_reach_is_refused(String name) {
        assertThatThrownBy(() -> new EnvironmentName().convert(name))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("generations");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check --env dev-2", "replay --region eu-west-1 --env dev --settings-of dev-2"})
    void a_command_refuses_it_as_wrong_usage(String command) {
        CommandRun run = CommandRun.of(command.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'dev-2' has a digit after a hyphen");
    }

    @ParameterizedTest
    @CsvSource({
        "main, Environment",
        "projections, Environment",
        "evidence, Environment",
        "console, Environment",
        "deployer, Environment",
        "publisher, Environment",
        "pipeline, StagingEnvironment",
        "pipeline, ProductionEnvironment"
    })
    void a_template_takes_the_same_names(String template, String parameter) {
        JsonNode declared =
                Templates.read(template + ".yaml").path("Parameters").path(parameter);
        assertThat(declared.path("AllowedPattern").asText()).isEqualTo(EnvironmentName.PATTERN);
        assertThat(declared.path("MaxLength").asInt()).isEqualTo(EnvironmentName.LONGEST);
    }

    @Test
    void the_script_that_deploys_takes_the_same_names() throws IOException {
        assertThat(Files.readString(Templates.ROOT.resolve("scripts/deploy.sh")))
                .contains("${#environment} -le " + EnvironmentName.LONGEST, "^" + EnvironmentName.PATTERN + "$");
    }
}
