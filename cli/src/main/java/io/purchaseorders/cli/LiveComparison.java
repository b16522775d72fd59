package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.replay.Replay.Report;
import java.io.PrintWriter;
import java.util.Locale;

/** Replays what a running system holds, and says where its projections differ. */
final class LiveComparison implements Comparison {

    /** What is said where the keys of a running system cannot be read. */
    static final String NOT_VERIFIED = "Authentication codes were not verified: the key is not here.";

    @Override
    public boolean run(LiveTables live, boolean json, PrintWriter out) throws InterruptedException {
        Report report = live.replay().settled();
        out.println(json ? json(report) : text(report));
        if (!json && !live.tables().codes().hasKey()) {
            out.println(NOT_VERIFIED);
        }
        return report.isEqual();
    }

    /** One line a difference, then the verdict. */
    static String text(Report report) {
        return text(report, Integer.MAX_VALUE);
    }

    /** The same with the first differences only. */
    static String text(Report report, int told) {
        StringBuilder text = new StringBuilder();
        report.differences().stream()
                .limit(told)
                .forEach(difference -> text.append("differs: ")
                        .append(difference.row())
                        .append(": ")
                        .append(difference.finding())
                        .append(System.lineSeparator()));
        return text.append(
                        report.isEqual()
                                ? "equal: " + compared(report)
                                : "NOT equal: " + compared(report) + ", "
                                        + report.differences().size() + " differences")
                .toString();
    }

    private static String compared(Report report) {
        if (report.sameOrders() == 0) {
            return String.format(
                    Locale.ROOT,
                    "replayed %,d events of %,d orders into %,d rows%s",
                    report.eventCount(),
                    report.orderCount(),
                    report.rowCount(),
                    report.isEqual() ? ", all as the projections have them" : "");
        }
        return String.format(
                Locale.ROOT,
                "%,d events of %,d orders: %,d orders have the same events, byte for byte; %,d replayed, into %,d rows",
                report.eventCount(),
                report.orderCount(),
                report.sameOrders(),
                report.orderCount() - report.sameOrders(),
                report.rowCount());
    }

    static String json(Report report) {
        var document = JsonNodeFactory.instance
                .objectNode()
                .put("equal", report.isEqual())
                .put("events", report.eventCount())
                .put("orders", report.orderCount())
                .put("sameOrders", report.sameOrders())
                .put("rows", report.rowCount());
        var differences = document.putArray("differences");
        report.differences()
                .forEach(difference ->
                        differences.addObject().put("row", difference.row()).put("finding", difference.finding()));
        return document.toString();
    }
}
