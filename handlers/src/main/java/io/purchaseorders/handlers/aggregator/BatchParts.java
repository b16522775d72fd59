package io.purchaseorders.handlers.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import io.purchaseorders.handlers.aggregator.StreamRecords.StreamRecord;
import java.util.List;

/**
 * Applies a batch part by part and stops while there is time to say so. Lambda cuts an invocation off at its timeout and
 * delivers the whole batch again; what was stopped before is reported, and only the rest comes again. A cut between parts is
 * one more way to cut a stream into batches, of which rows do not depend.
 *
 * @param size of a part, in characters of details. A batch of ordinary events is one part, and costs what it did; a batch of
 *     6 MB has 117,000 rows, which take about 100 s, and is six.
 */
record BatchParts(int size) {

    static final BatchParts OWN = new BatchParts(1_000_000);

    static final BatchParts WHOLE = new BatchParts(Integer.MAX_VALUE);

    /** What a record without a detail counts as. */
    private static final int BARE = 200;

    /** For the end of a window, the answer and the logs. */
    private static final int RESERVE_MILLIS = 5_000;

    /** The next part may be that much slower than the slowest so far. */
    private static final int SLOWER = 2;

    /**
     * What became of a batch.
     *
     * @param rest records that were not applied for want of time, the first of which is to be reported
     */
    record Outcome(Applied applied, List<StreamRecord> rest) {}

    /** Applies as many parts as there is time for, the first one in any case. */
    Outcome apply(List<StreamRecord> records, Context context, Part part) {
        int left = context.getRemainingTimeInMillis();
        int done = end(records, 0);
        Applied applied = part.apply(records.subList(0, done));
        int slowestMillis = left - context.getRemainingTimeInMillis();
        while (done < records.size()) {
            left = context.getRemainingTimeInMillis();
            if (left < SLOWER * slowestMillis + RESERVE_MILLIS) {
                break;
            }
            int end = end(records, done);
            applied = applied.plus(part.apply(records.subList(done, end)));
            slowestMillis = Math.max(slowestMillis, left - context.getRemainingTimeInMillis());
            done = end;
        }
        return new Outcome(applied, List.copyOf(records.subList(done, records.size())));
    }

    /** Applies some records. */
    interface Part {
        Applied apply(List<StreamRecord> records);
    }

    private int end(List<StreamRecord> records, int from) {
        long characters = 0;
        int end = from;
        while (end < records.size() && (end == from || characters + weight(records.get(end)) <= size)) {
            characters += weight(records.get(end));
            end++;
        }
        return end;
    }

    private static int weight(StreamRecord record) {
        return record instanceof StreamRecord.Insert insert
                ? insert.sequenced().event().detail().length()
                : BARE;
    }
}
