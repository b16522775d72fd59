package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.log.Finding.Kind;
import io.purchaseorders.log.LogSamples.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A history and its log, honest, and after one thing was done to either of them. */
class MutantsTest {

    private static final int MUTANTS = 1_000;

    /** With full and partial tiles on two levels, and on three. */
    private static final List<Honest> HONEST = List.of(new Honest(300), new Honest(700), new Honest(66_100));

    /** An honest history; the last events are not logged yet. */
    private static final class Honest {
        final FilesInMemory files = new FilesInMemory();
        final List<Event> events = new ArrayList<>();
        final byte[] kept;
        final int size;

        Honest(int size) {
            this.size = size;
            LogWriter writer = new LogWriter(files, LogSamples.KEY);
            int keptSize = size / 2 + 7;
            for (int begin = 0; begin < keptSize; begin += 40_000) {
                writer.append(LogSamples.entries(begin, Math.min(keptSize, begin + 40_000)));
            }
            kept = files.content(Checkpoint.PATH);
            writer.append(LogSamples.entries(keptSize, size));
            for (int i = 0; i < size + 3; i++) {
                events.add(LogSamples.event(i));
            }
        }
    }

    /** What was done, and what the report must say of it. */
    private static final class Mutant {
        final SplittableRandom random;
        final Honest honest;
        final FilesInMemory files;
        final List<Event> events;
        final List<Finding.Kind> expectedKinds = new ArrayList<>();
        final List<String> expectedNames = new ArrayList<>();

        Mutant(SplittableRandom random, Honest honest) {
            this.random = random;
            this.honest = honest;
            this.files = honest.files.copy();
            this.events = new ArrayList<>(honest.events);
        }

        int anyLogged() {
            return random.nextInt(honest.size);
        }

        void expect(Kind kind, String name) {
            expectedKinds.add(kind);
            expectedNames.add(name);
        }

        /** The path of a tile that the log's size has. */
        String anyTile(int lowest, int highest) {
            while (true) {
                int level = random.nextInt(lowest, highest + 1);
                long tiles = (Tile.hashes(level, honest.size) + Tile.FULL - 1) / Tile.FULL;
                if (tiles > 0) {
                    return Tile.of(level, random.nextLong(tiles), honest.size)
                            .orElseThrow()
                            .path();
                }
            }
        }

        LogReport verify() {
            ExportedEvents export = new ExportedEvents() {
                @Override
                public void forEach(Consumer<LogEntry> each) {
                    events.stream().map(Event::entry).forEach(each);
                }

                @Override
                public Optional<Instant> takenAt() {
                    return Optional.empty();
                }
            };
            return LogVerifier.verify(
                    files, LogSamples.KEY.verifierKey(), Optional.of(honest.kept), Optional.of(export));
        }
    }

    private static final List<Consumer<Mutant>> MUTATIONS = List.of(
            MutantsTest::editEvent,
            MutantsTest::backDateEvent,
            MutantsTest::changeRecordedAt,
            MutantsTest::insertEvent,
            MutantsTest::deleteEvent,
            MutantsTest::swapDetails,
            MutantsTest::reencodeDetail,
            MutantsTest::flipTile,
            MutantsTest::truncateBundle,
            MutantsTest::editEntry,
            MutantsTest::swapEntries,
            MutantsTest::removeFile,
            MutantsTest::resignWithAnotherKey,
            MutantsTest::rollBack,
            MutantsTest::fork,
            MutantsTest::shrinkHistoryAndLog);

    @Test
    void every_mutant_is_found_and_named() {
        for (int seed = 0; seed < MUTANTS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Honest honest = HONEST.get(seed % 100 == 99 ? 2 : seed / 16 % 2);
            Mutant mutant = new Mutant(random, honest);
            MUTATIONS.get(seed % MUTATIONS.size()).accept(mutant);
            LogReport report = mutant.verify();
            assertThat(report.isClean()).as("mutant %s", seed).isFalse();
            for (int i = 0; i < mutant.expectedKinds.size(); i++) {
                Kind kind = mutant.expectedKinds.get(i);
                String name = mutant.expectedNames.get(i);
                assertThat(report.findings())
                        .as("mutant %s: %s %s", seed, kind, name)
                        .anyMatch(finding ->
                                finding.kind() == kind && finding.toString().contains(name));
            }
        }
    }

    @Test
    void without_a_mutation_nothing_is_found_but_what_is_not_logged_yet() {
        for (int seed = 0; seed < MUTANTS; seed++) {
            Mutant none = new Mutant(new SplittableRandom(seed), HONEST.get(seed % 100 == 99 ? 2 : seed % 2));
            Collections.shuffle(none.events, new java.util.Random(seed));
            LogReport report = none.verify();
            assertThat(report.isClean())
                    .as("seed %s: %s", seed, report.findings())
                    .isTrue();
            assertThat(report.findings()).hasSize(3).allMatch(each -> each.kind() == Kind.NOT_LOGGED_YET);
        }
    }

    private static void editEvent(Mutant mutant) {
        int at = mutant.anyLogged();
        Event event = mutant.events.get(at);
        Event edited = switch (mutant.random.nextInt(3)) {
            case 0 ->
                new Event(
                        event.orderId(),
                        event.timestamp(),
                        event.type(),
                        event.source(),
                        event.recordedAt(),
                        event.detail().replace("\"n\":", "\"n\":1"));
            case 1 ->
                new Event(
                        event.orderId(),
                        event.timestamp(),
                        "OrderCancelled",
                        event.source(),
                        event.recordedAt(),
                        event.detail());
            default ->
                new Event(
                        event.orderId(), event.timestamp(), event.type(), "nobody", event.recordedAt(), event.detail());
        };
        mutant.events.set(at, edited);
        mutant.expect(Kind.CHANGED_EVENT, event.timestamp());
    }

    private static void backDateEvent(Mutant mutant) {
        int at = mutant.anyLogged();
        Event event = mutant.events.get(at);
        String earlier = event.timestamp().replace("2026-10-", "2026-04-");
        mutant.events.set(
                at,
                new Event(event.orderId(), earlier, event.type(), event.source(), event.recordedAt(), event.detail()));
        mutant.expect(Kind.REMOVED_EVENT, event.timestamp());
        if (at < mutant.honest.size - 60) {
            mutant.expect(Kind.FORGED_EVENT, earlier);
        }
    }

    private static void changeRecordedAt(Mutant mutant) {
        int at = mutant.anyLogged();
        Event event = mutant.events.get(at);
        mutant.events.set(
                at,
                new Event(
                        event.orderId(),
                        event.timestamp(),
                        event.type(),
                        event.source(),
                        "2026-04-01T00:00:00Z",
                        event.detail()));
        mutant.expect(Kind.CHANGED_EVENT, "recordedAt was " + event.recordedAt() + " and is 2026-04-01T00:00:00Z");
    }

    private static void insertEvent(Mutant mutant) {
        Event like = mutant.events.get(mutant.random.nextInt(mutant.honest.size - 61));
        String timestamp = like.timestamp() + "-forged";
        mutant.events.add(
                mutant.random.nextInt(mutant.events.size()),
                new Event(like.orderId(), timestamp, like.type(), like.source(), like.recordedAt(), like.detail()));
        mutant.expect(Kind.FORGED_EVENT, timestamp);
    }

    private static void deleteEvent(Mutant mutant) {
        Event deleted = mutant.events.remove(mutant.anyLogged());
        mutant.expect(Kind.REMOVED_EVENT, deleted.timestamp());
    }

    private static void swapDetails(Mutant mutant) {
        int first = mutant.random.nextInt(mutant.honest.size - 1);
        int second = mutant.random.nextInt(first + 1, mutant.honest.size);
        Event one = mutant.events.get(first);
        Event other = mutant.events.get(second);
        mutant.events.set(first, withDetail(one, other.detail()));
        mutant.events.set(second, withDetail(other, one.detail()));
        mutant.expect(Kind.CHANGED_EVENT, one.timestamp());
        mutant.expect(Kind.CHANGED_EVENT, other.timestamp());
    }

    private static void reencodeDetail(Mutant mutant) {
        int at = mutant.anyLogged();
        Event event = mutant.events.get(at);
        mutant.events.set(at, withDetail(event, event.detail().replace(":", ": ")));
        mutant.expect(Kind.CHANGED_EVENT, event.timestamp());
    }

    private static Event withDetail(Event event, String detail) {
        return new Event(event.orderId(), event.timestamp(), event.type(), event.source(), event.recordedAt(), detail);
    }

    private static void flipTile(Mutant mutant) {
        String path = mutant.anyTile(0, Tile.highestLevel(mutant.honest.size));
        byte[] content = mutant.files.content(path).clone();
        content[mutant.random.nextInt(content.length)] ^= (byte) (1 << mutant.random.nextInt(8));
        mutant.files.files().put(path, content);
        mutant.expect(Kind.CHANGED_TILE, path);
    }

    private static void truncateBundle(Mutant mutant) {
        String path = mutant.anyTile(Tile.ENTRIES, Tile.ENTRIES);
        byte[] content = mutant.files.content(path);
        mutant.files.files().put(path, Arrays.copyOf(content, mutant.random.nextInt(content.length)));
        mutant.expect(Kind.DAMAGED, path);
    }

    private static void editEntry(Mutant mutant) {
        int at = mutant.anyLogged();
        LogEntry logged = entryAt(mutant, at);
        changeBundle(mutant, at, entries -> {
            String edited = logged.text().replace("\"source\":\"shop-", "\"source\":\"chop-");
            entries.set(at % Tile.FULL, edited.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
        mutant.expect(Kind.CHANGED_ENTRY, "Entry " + at + " ");
        mutant.expect(Kind.CHANGED_ENTRY, logged.timestamp());
    }

    private static void swapEntries(Mutant mutant) {
        int at = mutant.random.nextInt(mutant.honest.size - 1);
        int next = at % Tile.FULL == Tile.FULL - 1 ? at - 1 : at + 1;
        changeBundle(mutant, at, entries -> Collections.swap(entries, at % Tile.FULL, next % Tile.FULL));
        mutant.expect(Kind.CHANGED_ENTRY, "Entry " + at + " ");
        mutant.expect(Kind.CHANGED_ENTRY, "Entry " + next + " ");
    }

    private static LogEntry entryAt(Mutant mutant, int index) {
        return LogReader.open(mutant.files).orElseThrow().entry(index);
    }

    private static void changeBundle(Mutant mutant, int index, Consumer<List<byte[]>> change) {
        String path = Tile.of(Tile.ENTRIES, index / Tile.FULL, mutant.honest.size)
                .orElseThrow()
                .path();
        List<byte[]> entries = EntryBundle.read(mutant.files.content(path));
        change.accept(entries);
        mutant.files.files().put(path, EntryBundle.write(entries));
    }

    private static void removeFile(Mutant mutant) {
        String path = mutant.anyTile(Tile.ENTRIES, Tile.highestLevel(mutant.honest.size));
        mutant.files.files().remove(path);
        mutant.expect(Kind.DAMAGED, path);
    }

    private static void resignWithAnotherKey(Mutant mutant) {
        SigningKey other = SigningKey.generate(LogSamples.KEY.verifierKey().name());
        SignedNote note = SignedNote.parse(mutant.files.content(Checkpoint.PATH));
        mutant.files
                .files()
                .put(Checkpoint.PATH, SignedNote.sign(note.text(), other).bytes());
        mutant.expect(Kind.BAD_CHECKPOINT, "not signed by " + LogSamples.KEY.verifierKey());
    }

    /** The whole log as it was before the checkpoint that the auditor kept, honestly signed. */
    private static void rollBack(Mutant mutant) {
        int size = 1 + mutant.random.nextInt(150);
        replaceLog(mutant, LogSamples.entries(0, size));
        mutant.expect(Kind.ROLLED_BACK, "has " + size + ".");
    }

    /** Another history under the right key: one event that the auditor's checkpoint covers was never logged. */
    private static void fork(Mutant mutant) {
        List<LogEntry> entries = new ArrayList<>(LogSamples.entries(0, mutant.honest.size));
        LogEntry dropped = entries.remove(mutant.random.nextInt(mutant.honest.size / 2));
        replaceLog(mutant, entries);
        mutant.expect(Kind.FORKED, "does not begin with the");
        mutant.expect(Kind.FORGED_EVENT, dropped.timestamp());
    }

    /** Whoever has the key takes an event out of both: only the kept checkpoint tells. */
    private static void shrinkHistoryAndLog(Mutant mutant) {
        int removed = mutant.random.nextInt(mutant.honest.size / 2);
        mutant.events.remove(removed);
        List<LogEntry> entries = new ArrayList<>(LogSamples.entries(0, mutant.honest.size));
        entries.remove(removed);
        replaceLog(mutant, entries);
        mutant.expect(Kind.FORKED, "does not begin with the");
    }

    private static void replaceLog(Mutant mutant, List<LogEntry> entries) {
        mutant.files.files().clear();
        LogWriter writer = new LogWriter(mutant.files, LogSamples.KEY);
        for (int begin = 0; begin < entries.size(); begin += 40_000) {
            writer.append(entries.subList(begin, Math.min(entries.size(), begin + 40_000)));
        }
    }
}
