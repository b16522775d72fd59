package io.purchaseorders.benchmarks;

import io.purchaseorders.benchmarks.Report.Table;
import io.purchaseorders.benchmarks.Report.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A report as a person reads it, in a terminal and on a page alike: Markdown whose tables line up. */
final class Text {

    private Text() {}

    static String of(Report report, Map<String, Object> machine) {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(report.name()).append("\n\n");
        text.append(report.question()).append("\n\n");
        report.tables().forEach(table -> append(table, text));
        if (!report.targets().isEmpty()) {
            append(targets(report.targets()), text);
        }
        report.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        if (!report.notes().isEmpty()) {
            text.append('\n');
        }
        text.append("Measured with ").append(list(report.setting())).append(".\n");
        if (!report.versions().isEmpty()) {
            text.append("Peers: ").append(list(report.versions())).append(".\n");
        }
        return text.append("Machine: ").append(list(machine)).append(".\n").toString();
    }

    private static String list(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + cell(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static Table targets(List<Target> targets) {
        return new Table(
                "",
                List.of("target", "bound", "measured", ""),
                targets.stream()
                        .map(target -> List.<Object>of(
                                target.what(),
                                target.bound() + " " + Numbers.brief(target.limit()),
                                Numbers.beside(target.limit(), target.measured()),
                                target.isMet() ? "met" : "NOT met"))
                        .toList());
    }

    private static void append(Table table, StringBuilder text) {
        if (!table.title().isEmpty()) {
            text.append(table.title()).append("\n\n");
        }
        List<List<String>> rows = table.rows().stream()
                .map(row -> row.stream().map(Text::cell).toList())
                .toList();
        int[] widths = IntStream.range(0, table.columns().size())
                .map(column -> Math.max(
                        table.columns().get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        appendRow(table.columns(), widths, text);
        text.append(IntStream.range(0, widths.length)
                .mapToObj(column -> column == 0 ? "-".repeat(widths[0]) : "-".repeat(widths[column] - 1) + ":")
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        rows.forEach(row -> appendRow(row, widths, text));
        text.append('\n');
    }

    private static void appendRow(List<String> cells, int[] widths, StringBuilder text) {
        text.append(IntStream.range(0, widths.length)
                .mapToObj(column -> column == 0
                        ? cells.get(0) + " ".repeat(widths[0] - cells.get(0).length())
                        : " ".repeat(widths[column] - cells.get(column).length()) + cells.get(column))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String cell(Object value) {
        return switch (value) {
            case Double number -> Numbers.brief(number);
            case Integer number -> String.format(java.util.Locale.ROOT, "%,d", number);
            case Long number -> String.format(java.util.Locale.ROOT, "%,d", number);
            default -> String.valueOf(value);
        };
    }
}
