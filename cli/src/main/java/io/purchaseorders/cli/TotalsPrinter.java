package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.Decimals;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.MeasureId;
import io.purchaseorders.projections.totals.Measures;
import io.purchaseorders.projections.totals.MeasuresJson;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.replay.totals.TotalsQuestion;
import io.purchaseorders.replay.totals.TotalsQuestion.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints totals with every measure that the API shows, under the names that lead to them in its answers. */
final class TotalsPrinter {

    private final TotalsQuestion question;
    private final Answer answer;
    private final List<Column> columns;

    TotalsPrinter(TotalsQuestion question, Answer answer) {
        this.question = question;
        this.answer = answer;
        this.columns = columns(answer.totals().currencies());
    }

    /** @param text what stands in a row; empty where the API would not show it */
    private record Column(String name, BiFunction<RowKey, Measures, String> text) {}

    private static List<Column> columns(Set<String> currencies) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("aggregationKey", (row, measures) -> row.aggregationKey()));
        columns.add(new Column("period", (row, measures) -> row.notation()));
        for (Measure measure : Measure.shown()) {
            if (!measure.isPerCurrency()) {
                int id = MeasureId.of(measure);
                columns.add(new Column(measure.storedName(), (row, measures) -> measures.plain(id)));
            }
        }
        for (String currency : currencies) {
            for (Measure measure : Measure.shown()) {
                if (measure.isPerCurrency()) {
                    int id = MeasureId.of(measure, currency);
                    columns.add(amount(measure.storedName(currency), currency, measures -> measures.plain(id)));
                }
            }
            columns.add(amount(
                    MeasuresJson.netName(currency), currency, measures -> Decimals.plain(measures.net(currency))));
        }
        return columns;
    }

    private static Column amount(String name, String currency, Function<Measures, String> text) {
        return new Column(name, (row, measures) -> measures.touches(currency) ? text.apply(measures) : "");
    }

    /** A line with the names, then one a row; nothing that is written needs quotes but keys with a quote or comma. */
    void csv(PrintWriter out) {
        out.println(columns.stream().map(Column::name).collect(Collectors.joining(",")));
        StringBuilder line = new StringBuilder();
        answer.totals().forEach((row, measures) -> {
            line.setLength(0);
            for (Column column : columns) {
                line.append(line.isEmpty() ? "" : ",")
                        .append(quoted(column.text().apply(row, measures)));
            }
            out.append(line.append('\n'));
        });
        out.flush();
    }

    private static String quoted(String text) {
        return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The columns that say something, the first two to the left and numbers to the right. */
    void table(PrintWriter out) {
        int[] widths = new int[columns.size()];
        eachRow((row, measures) -> {
            for (int i = 0; i < widths.length; i++) {
                String text = columns.get(i).text().apply(row, measures);
                widths[i] = text.equals("0") ? widths[i] : Math.max(widths[i], text.length());
            }
        });
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                widths[i] = Math.max(widths[i], columns.get(i).name().length());
                shown.add(i);
            }
        }
        if (shown.isEmpty()) {
            out.println("no events");
            return;
        }
        line(out, shown, widths, i -> columns.get(i).name());
        eachRow((row, measures) ->
                line(out, shown, widths, i -> columns.get(i).text().apply(row, measures)));
        out.flush();
    }

    private void eachRow(BiConsumer<RowKey, Measures> to) {
        answer.totals().forEach(to);
    }

    private static void line(PrintWriter out, List<Integer> shown, int[] widths, Function<Integer, String> text) {
        StringBuilder line = new StringBuilder();
        for (int i : shown) {
            String cell = text.apply(i);
            String space = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : "  ").append(i < 2 ? cell + space : space + cell);
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    /** One document: what was asked, what was folded, and an item a row as in the API's lists. */
    void json(PrintWriter out) {
        try (JsonGenerator json = DetailJson.MAPPER.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField(
                    "granularity", question.periods().granularity().name());
            json.writeStringField("timeZone", question.periods().zone().getId());
            if (question.asOf().isPresent()) {
                json.writeStringField("asOf", question.asOf().get().toString());
            }
            if (question.knownAt().isPresent()) {
                json.writeStringField("knownAt", question.knownAt().get().toString());
            }
            json.writeNumberField("events", answer.events());
            json.writeNumberField("orders", answer.orders());
            json.writeNumberField("unreadable", answer.unreadable());
            json.writeArrayFieldStart("violations");
            for (String violation : answer.violations()) {
                json.writeString(violation);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("items");
            answer.totals().forEach((row, measures) -> item(json, row, measures));
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println();
    }

    private static void item(JsonGenerator json, RowKey row, Measures measures) {
        ObjectNode item = DetailJson.MAPPER.createObjectNode();
        item.put("aggregationKey", row.aggregationKey()).put("period", row.notation());
        try {
            json.writeTree(MeasuresJson.write(item, measures));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
