package io.purchaseorders.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.cli.alarms.Alarm.State;
import io.purchaseorders.cli.template.Templates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alarm rings for what it is there for, stops once that is mended, and rings on no ordinary day. */
class AlarmsRingTest {

    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;

    /** CloudWatch does not say how many points before the evaluation periods it looks at. */
    private static final List<Integer> FURTHER = List.of(0, 3);

    private static final Map<String, Alarm> ALARMS = TemplateAlarms.read();

    @Test
    void every_alarm_of_every_template_has_its_cause() throws IOException {
        int inFiles = 0;
        try (Stream<Path> files = Files.list(Templates.DIRECTORY)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                inFiles += Templates.ofType(Templates.read(file.getFileName().toString()), "AWS::CloudWatch::Alarm")
                        .size();
            }
        }
        assertThat(ALARMS)
                .as("alarms that deploying main.yaml and evidence.yaml makes")
                .hasSize(inFiles);
        Set<String> withCause = new TreeSet<>();
        Cause.ALL.forEach(cause -> withCause.add(cause.alarm()));
        assertThat(withCause)
                .as("alarms with something in Cause.ALL that makes them ring: add what does")
                .isEqualTo(ALARMS.keySet());
    }

    @ParameterizedTest
    @EnumSource(Load.class)
    void no_alarm_rings_on_an_ordinary_day(Load load) {
        Watch watch = new Watch(ALARMS.values());
        SimulatedStack stack = new SimulatedStack();
        watch.run(stack, DAY + 2 * HOUR, () -> load.minute(stack));
        assertThat(watch.rang).isEmpty();
    }

    static Stream<Arguments> causes() {
        return Cause.ALL.stream()
                .flatMap(cause -> Stream.of(Load.QUIET, Load.BUSY)
                        .filter(cause.loads()::contains)
                        .map(load -> Arguments.of(cause.alarm(), cause.what(), load, cause)));
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("causes")
    void an_alarm_rings_for_its_cause_and_stops_once_that_is_mended(String name, String what, Load load, Cause cause) {
        Watch watch = watch(name);
        SimulatedStack stack = new SimulatedStack();
        watch.run(stack, HOUR, () -> load.minute(stack));
        assertThat(watch.rang).isEmpty();
        // Long enough for what is given up only after a day.
        for (int i = 0; i < DAY + 2 * HOUR && watch.rang.size() < FURTHER.size(); i++) {
            watch.run(stack, 1, () -> {
                load.minute(stack);
                cause.broken().accept(stack);
            });
        }
        assertThat(watch.rang).as("how often it rang, by points looked at").hasSameSizeAs(FURTHER);
        cause.mended().accept(stack);
        watch.run(stack, 2 * HOUR, () -> load.minute(stack));
        assertThat(watch.states()).containsOnly(State.OK);
    }

    /** SQS sends nothing for a queue that nobody touched for six hours, though there are messages in it. */
    @ParameterizedTest
    @CsvSource({"undelivered", "dead-letters"})
    void what_waits_in_a_queue_of_the_lost_rings_until_somebody_takes_it_out(String name) {
        Watch watch = watch(name);
        SimulatedStack stack = new SimulatedStack();
        stack.queueRefuses = name.equals("undelivered");
        stack.processorReturns = !stack.queueRefuses;
        watch.run(stack, 6 * HOUR, () -> stack.published = stack.minute() == 0 ? 1 : 0);
        stack.queueRefuses = stack.processorReturns = false;
        watch.run(stack, DAY, () -> stack.published = 0);
        assertThat(watch.states()).containsOnly(State.ALARM);
        stack.purge();
        watch.run(stack, 10, () -> {});
        assertThat(watch.states()).containsOnly(State.OK);
    }

    /** One event is enough for silence to ring, wherever it falls between two that went on. */
    @ParameterizedTest
    @CsvSource({"rule-standstill", "queue-standstill", "stream-standstill"})
    void a_single_event_that_does_not_go_on_rings(String name) {
        for (int gap = 1; gap < 30; gap++) {
            int stopped = gap;
            Watch watch = watch(name);
            SimulatedStack stack = new SimulatedStack();
            watch.run(stack, HOUR, () -> {
                stack.published = stack.minute() == 3 || stack.minute() == 3 + stopped ? 1 : 0;
                boolean still = stack.minute() >= 3 + stopped;
                stack.ruleDisabled = still && name.equals("rule-standstill");
                stack.queueMappingDisabled = still && name.equals("queue-standstill");
                stack.streamMappingDisabled = still && name.equals("stream-standstill");
            });
            assertThat(watch.rang).as("stopped after %d minutes", gap).hasSameSizeAs(FURTHER);
        }
    }

    private static Watch watch(String name) {
        return new Watch(List.of(Objects.requireNonNull(ALARMS.get(name))));
    }

    /** Alarms, each watched once for every number of further points. */
    private static final class Watch {

        private final List<Watched> watched = new ArrayList<>();
        private final Set<String> rang = new TreeSet<>();

        Watch(Collection<Alarm> alarms) {
            alarms.forEach(alarm -> FURTHER.forEach(points -> watched.add(new Watched(alarm, points))));
        }

        void run(SimulatedStack stack, int minutes, Runnable before) {
            for (int i = 0; i < minutes; i++) {
                before.run();
                int minute = stack.minute();
                stack.pass();
                for (Watched one : watched) {
                    one.state = one.alarm.evaluate(stack.metrics, minute, one.further, one.state);
                    if (one.state == State.ALARM) {
                        rang.add(one.alarm.name() + " with " + one.further + " further points");
                    }
                }
            }
        }

        List<State> states() {
            return watched.stream().map(one -> one.state).toList();
        }
    }

    private static final class Watched {

        private final Alarm alarm;
        private final int further;
        private State state = State.INSUFFICIENT_DATA;

        Watched(Alarm alarm, int further) {
            this.alarm = alarm;
            this.further = further;
        }
    }
}
