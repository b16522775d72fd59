package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/**
 * Random schedules of writers that append at the same time, one operation of one of them after the other, that die between
 * any two operations, together or alone, and that come back late. Whatever happens: one log.
 */
class SchedulesTest {

    private static final long SCHEDULES = Long.getLong("schedules", 500);
    private static final int WRITERS = 3;

    @Test
    void every_schedule_ends_in_one_consistent_log() {
        long first = Long.getLong("schedule", 0);
        long count = System.getProperty("schedule") == null ? SCHEDULES : 1;
        for (long seed = first; seed < first + count; seed++) {
            try {
                new Schedule(seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("schedule " + seed + " fails: repeat it with -Dschedule=" + seed, e);
            }
        }
    }

    /** Ends a writer in the middle of an append. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A writer in a thread of its own that waits for its turn before each operation. */
    private static final class Writer {
        final Semaphore turn = new Semaphore(0);
        final Semaphore done = new Semaphore(0);
        final Thread thread;
        volatile boolean isDying;
        volatile boolean isOver;
        volatile Throwable failure = new Death();

        Writer(LogStorage files, NoteSigner signer, List<LogEntry> run, Set<LogEntry> acknowledged) {
            thread = Thread.ofVirtual().unstarted(() -> {
                try {
                    turn.acquireUninterruptibly();
                    LogWriter writer = new LogWriter(new Observed(files, (operation, path) -> await()), signer);
                    writer.append(run);
                    acknowledged.addAll(run);
                } catch (Death e) {
                    // As if its process had ended.
                } catch (RuntimeException | AssertionError e) {
                    failure = e;
                } finally {
                    isOver = true;
                    done.release();
                }
            });
            thread.start();
        }

        private void await() {
            done.release();
            turn.acquireUninterruptibly();
            if (isDying) {
                throw new Death();
            }
        }

        void go() {
            turn.release();
            done.acquireUninterruptibly();
        }

        void die() {
            isDying = true;
            go();
        }
    }

    private static final class Schedule {
        private static final FilesInMemory ALMOST_A_TILE = almostATile();
        private static final List<LogEntry> EVENTS = LogSamples.entries(0, 60);

        private final SplittableRandom random;
        private final FilesInMemory files;
        private final Set<Checkpoint> signed = new HashSet<>();
        private final Set<LogEntry> acknowledged = new HashSet<>();
        private final List<Writer> writers = new ArrayList<>();

        Schedule(long seed) {
            random = new SplittableRandom(seed);
            files = random.nextInt(3) == 0 ? ALMOST_A_TILE.copy() : new FilesInMemory();
        }

        private static FilesInMemory almostATile() {
            FilesInMemory files = new FilesInMemory();
            new LogWriter(files, LogSamples.KEY).append(LogSamples.entries(1_000, 1_240));
            return files;
        }

        void run() {
            int begun = 0;
            int appends = 3 + random.nextInt(6);
            while (begun < appends || !writers.isEmpty()) {
                if (begun < appends && writers.size() < WRITERS && random.nextInt(4) == 0) {
                    begun++;
                    writers.add(new Writer(files, signer(), randomRun(), acknowledged));
                } else if (!writers.isEmpty()) {
                    step();
                }
            }
            new LogWriter(files, signer()).append(EVENTS);
            verify();
        }

        private void step() {
            Writer writer = writers.get(random.nextInt(writers.size()));
            switch (random.nextInt(60)) {
                case 0 -> writer.die();
                case 1 -> {
                    writers.forEach(Writer::die);
                    files.crash(random);
                }
                default -> writer.go();
            }
            for (Writer each : List.copyOf(writers)) {
                if (each.isOver) {
                    writers.remove(each);
                    assertThat(each.failure).isInstanceOf(Death.class);
                }
            }
        }

        private List<LogEntry> randomRun() {
            int begin = random.nextInt(EVENTS.size());
            return new ArrayList<>(EVENTS.subList(begin, Math.min(EVENTS.size(), begin + 1 + random.nextInt(25))));
        }

        private NoteSigner signer() {
            return new NoteSigner() {
                @Override
                public VerifierKey verifierKey() {
                    return LogSamples.KEY.verifierKey();
                }

                @Override
                public byte[] sign(byte[] message) {
                    signed.add(Checkpoint.parse(SignedNote.utf8(message)));
                    return LogSamples.KEY.sign(message);
                }
            };
        }

        private void verify() {
            LogReport report =
                    LogVerifier.verify(files, LogSamples.KEY.verifierKey(), Optional.empty(), Optional.empty());
            assertThat(report.findings()).isEmpty();
            LogReader log = LogReader.open(files).orElseThrow();
            Checkpoint last = log.checkpoint();
            List<LogEntry> logged = new ArrayList<>();
            for (long i = 0; i < last.size(); i++) {
                logged.add(log.entry(i));
            }
            assertThat(logged).doesNotHaveDuplicates().containsAll(EVENTS).containsAll(acknowledged);
            for (Checkpoint each : signed) {
                assertThat(each.size()).isLessThanOrEqualTo(last.size());
                assertThat(MerkleTree.isConsistent(
                                log.proveConsistency(each.size()), each.size(), each.root(), last.size(), last.root()))
                        .as("every checkpoint that was ever signed")
                        .isTrue();
            }
        }
    }
}
