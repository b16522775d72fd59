package io.purchaseorders.local.faults;

import io.purchaseorders.local.lambda.FunctionError;
import io.purchaseorders.local.lambda.Invocable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Decides, by a seed, what goes wrong. Which request meets which fate depends on the order in which threads ask, so a
 * seed repeats the mixture, not the run.
 */
public final class Faults {

    /** Of a thousand requests, so many begin an outage, in which none gets through: invocations end in their midst. */
    private static final int OUTAGES_OF_1000 = 3;

    /** The SDK tries a request three times: an outage outlasts some of them, and the mapping's retries outlast it. */
    private static final int LONGEST_OUTAGE_REQUESTS = 40;

    /** Of a hundred invocations, so many lose their response, and as many run twice at once. */
    private static final int INVOCATIONS_OF_100 = 6;

    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;

    /** So often it is told what happened: whoever kills the process loses no more of it. */
    private static final int TOLD_EVERY_REQUESTS = 1_000;

    private final Random random;
    private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    private int outage;
    private int lostResponses;
    private int zombies;

    public Faults(long seed) {
        this.random = new Random(seed);
    }

    synchronized Fate next() {
        if (outage == 0 && random.nextInt(THOUSAND) < OUTAGES_OF_1000) {
            outage = 1 + random.nextInt(LONGEST_OUTAGE_REQUESTS);
        }
        Fate fate = outage > 0 ? Fate.BREAKS_BEFORE : Fate.next(random);
        outage = Math.max(0, outage - 1);
        counts.merge(fate, 1, Integer::sum);
        if (requests() % TOLD_EVERY_REQUESTS == 0) {
            tell();
        }
        return fate;
    }

    /** Tells how often what happened so far; scripts/soak.sh reads it. */
    synchronized void tell() {
        System.err.println("faults: " + summary());
    }

    /** How many requests something happened to. */
    public synchronized int struck() {
        return requests() - counts.getOrDefault(Fate.PASSES, 0);
    }

    private int requests() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How often what happened so far. */
    public synchronized String summary() {
        return "requests " + counts + ", responses lost " + lostResponses + ", invoked twice at once " + zombies;
    }

    private enum Invocation {
        IS_FINE,
        LOSES_ITS_RESPONSE,
        RUNS_TWICE
    }

    private synchronized Invocation nextInvocation() {
        int chance = random.nextInt(HUNDRED);
        if (chance < INVOCATIONS_OF_100) {
            lostResponses++;
            return Invocation.LOSES_ITS_RESPONSE;
        }
        if (chance < 2 * INVOCATIONS_OF_100) {
            zombies++;
            return Invocation.RUNS_TWICE;
        }
        return Invocation.IS_FINE;
    }

    /** The function as a mapping meets it that loses responses, and of which a former poller is still at work. */
    public Invocable around(Invocable function) {
        return payload -> switch (nextInvocation()) {
            case IS_FINE -> function.invoke(payload);
            case LOSES_ITS_RESPONSE -> {
                function.invoke(payload);
                throw new FunctionError("Sandbox.Timedout", "The response was lost, on purpose");
            }
            case RUNS_TWICE -> {
                Thread.ofVirtual().name("zombie").start(() -> {
                    try {
                        function.invoke(payload);
                    } catch (FunctionError ignored) {
                        // Nobody waits for this one.
                    }
                });
                yield function.invoke(payload);
            }
        };
    }
}
