package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whoever is woken by an alarm finds its name as a heading of the runbook. */
class RunbookTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
    private static final Pattern ALARM = Pattern.compile(
            "(?m)^ *AlarmName: !Sub '?purchase-orders-\\$\\{Environment}-([a-z0-9-]+?)(-\\$\\{\\w+Version})?'?$");
    private static final Pattern LATER = Pattern.compile(
            "(?m)^ *AlarmName: !Sub '?purchase-orders-\\$\\{Environment}-generation-\\$\\{Generation}-([a-z0-9-]+?)'?$");
    private static final Pattern HEADING = Pattern.compile("(?m)^### ([a-z0-9-]+)$");

    @Test
    void every_alarm_of_the_template_has_its_section_and_no_section_is_left_over() throws IOException {
        List<String> alarms = new ArrayList<>(found(ALARM, ROOT.resolve("cloudformation/monitoring.yaml")));
        assertThat(alarms).isNotEmpty();
        alarms.addAll(found(ALARM, ROOT.resolve("cloudformation/releases.yaml")));
        alarms.addAll(found(ALARM, ROOT.resolve("cloudformation/evidence.yaml")));
        // Those of a later generation are those of the first.
        List<String> later = found(LATER, ROOT.resolve("cloudformation/projections.yaml"));
        assertThat(later).isNotEmpty();
        assertThat(alarms).containsAll(later);
        assertThat(found(HEADING, ROOT.resolve("docs/operations.md")))
                .as(
                        "sections of docs/operations.md, one for each AlarmName of cloudformation/monitoring.yaml, releases.yaml and evidence.yaml")
                .containsExactlyInAnyOrderElementsOf(alarms);
    }

    private static List<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
