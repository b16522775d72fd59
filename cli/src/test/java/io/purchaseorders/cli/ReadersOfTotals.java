package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What readers of the totals see, for as long as everything else happens. */
final class ReadersOfTotals implements AutoCloseable {

    private static final int READERS = 64;

    /**
     * Of one reader, from one answer to its next question: all of them ask some 250 times a second. Without a pause they would
     * take the processor from what they look at, and fewer answers would fall into its moments.
     */
    private static final long PAUSE_MICROS = 250_000;

    private final SettledSystem system;
    private final ScheduledExecutorService readers =
            Executors.newScheduledThreadPool(READERS, Thread.ofVirtual().factory());
    private final List<Future<?>> reading = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private final Set<String> generations = new ConcurrentSkipListSet<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();

    /** They begin at once, one after the other, and go on until this is closed. */
    ReadersOfTotals(SettledSystem system) {
        this.system = system;
        for (int reader = 0; reader < READERS; reader++) {
            AtomicLong newest = new AtomicLong();
            reading.add(readers.scheduleWithFixedDelay(
                    () -> read(newest), reader * PAUSE_MICROS / READERS, PAUSE_MICROS, TimeUnit.MICROSECONDS));
        }
    }

    private void read(AtomicLong newest) {
        try {
            look(newest);
        } catch (IOException | InterruptedException | RuntimeException e) {
            wrong.add(String.valueOf(e));
        }
    }

    /** The day that was settled before never changes, and today's count never falls, whichever generation answers. */
    private void look(AtomicLong newest) throws IOException, InterruptedException {
        HttpResponse<String> answer = system.get(
                "/aggregations/ALL?granularity=DAY&from=" + SettledSystem.SETTLED_DAY + "&to=" + SettledSystem.TODAY);
        answers.incrementAndGet();
        String generation = SettledSystem.generation(answer);
        generations.add(generation);
        if (answer.statusCode() != 200) {
            wrong.add(answer.statusCode() + " " + answer.body());
            return;
        }
        long today = 0;
        boolean isSettled = false;
        for (JsonNode day : SettledSystem.json(answer).path("items")) {
            long placed = day.path("orders").path("placed").asLong();
            String gross = day.path("amounts").path("EUR").path("gross").asText();
            if (!gross.equals(String.valueOf(placed))
                    || day.path("units").path("ordered").asLong() != placed) {
                wrong.add("mixed: " + day);
            }
            if (day.path("period").asText().equals(SettledSystem.SETTLED_DAY)) {
                isSettled = placed == SettledSystem.SETTLED;
            } else {
                today = placed;
            }
        }
        if (!isSettled || today < newest.get()) {
            wrong.add(generation + " after " + newest + " of " + generations + ": " + answer.body());
        }
        newest.set(Math.max(today, newest.get()));
    }

    /** Answers begun are waited for. */
    @Override
    public void close() {
        if (reading.stream().anyMatch(Future::isDone)) {
            wrong.add("a reader has ended before it was to");
        }
        readers.close();
        System.out.println(answers + " answers to " + READERS + " readers");
    }

    Set<String> generations() {
        return generations;
    }

    void assertNothingWrong() {
        assertThat(answers).as("answers").hasPositiveValue();
        assertThat(wrong.stream().limit(5)).isEmpty();
    }
}
