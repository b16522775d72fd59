package io.purchaseorders.clients;

import io.purchaseorders.stores.EventRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One running system for all tests that only read: generated orders, the frozen samples, and what the API has to bear. */
final class SampleSystem implements ParameterResolver {

    static final String ROOT = System.getProperty("repository.root", "..");
    static final long SEED = 20261124;

    private static final int GENERATED_ORDERS = 30;

    /** So many events are in the log: those of two orders. */
    static final int LOGGED = 6;

    /** Ids that are legal and awkward: whatever a URL, a key or a script could trip over. */
    static final String ORDER = "PO-1:a_b.c";

    static final String CUSTOMER = "Zoë & Søn/../%2F?=+ 株式会社 🛒 '\"<b>";
    /** Has two orders. */
    static final String FREQUENT_CUSTOMER = "C-2";

    static final String SKU = "TEA/100 ½ %41";

    private record Running(RunningApi api) implements AutoCloseable {
        @Override
        public void close() {
            api.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningApi.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(Running.class, type -> start(), Running.class)
                .api();
    }

    private static Running start() {
        try {
            RunningApi api = new RunningApi();
            api.publish(entries());
            api.settle();
            if (api.log(Set.of(ORDER, "C2-1")) != LOGGED) {
                throw new IllegalStateException("another number of events is in the log");
            }
            api.quarantine(new EventRef("PO-gone", "no timestamp"), new EventRef("", "株式会社 \"<b>"));
            api.beginGeneration();
            return new Running(api);
        } catch (BindException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(Entry.generated(GENERATED_ORDERS, SEED));
        entries.addAll(frozen());
        String order = "'orderId':'" + ORDER + "'";
        String customer = Entry.JSON.getNodeFactory().textNode(CUSTOMER).toString();
        entries.add(new Entry(
                "shop",
                "OrderPlaced",
                ("{'eventId':'e-1'," + order + ",'occurredAt':'2026-11-20T10:15:30.123456789+01:00','currency':'EUR',"
                                        + "'lines':[{'sku':'" + SKU + "','quantity':2,'unitPrice':'9.95'},"
                                        + "{'sku':'LAMP','quantity':'1.5','unitPrice':0.333333,'discount':'0.1'}],"
                                        + "'shipping':'4.90','tax':1,'recordedAt':'mine',")
                                .replace('\'', '"')
                        + "\"customerId\":" + customer + "}"));
        entries.add(Entry.of("OrderConfirmed", "'eventId':'e-2'," + order + ",'occurredAt':'2026-11-21T10:15:30Z'"));
        entries.add(Entry.of("OrderShipped", "'eventId':'e-3'," + order + ",'occurredAt':'2026-11-22T10:15:30Z'"));
        entries.add(
                Entry.of(
                        "OrderReturned",
                        "'eventId':'e-4'," + order
                                + ",'occurredAt':'2026-11-23T10:15:30Z','lines':[{'sku':'LAMP','quantity':1,'refund':'0.25'}]"));
        for (String number : List.of("1", "2")) {
            entries.add(Entry.of(
                    "OrderPlaced",
                    "'eventId':'e-1','orderId':'C2-" + number + "','occurredAt':'2026-11-2" + number
                            + "T10:15:30Z','currency':'EUR','customerId':'" + FREQUENT_CUSTOMER
                            + "','lines':[{'sku':'LAMP','quantity':1,'unitPrice':'9.95'}]"));
        }
        // An anomaly, a duplicate, a conflict, an order that was never placed, and three that break rules.
        entries.add(Entry.of("OrderConfirmed", "'eventId':'e-5'," + order + ",'occurredAt':'2026-11-23T11:15:30Z'"));
        entries.add(Entry.of("OrderConfirmed", "'eventId':'e-2'," + order + ",'occurredAt':'2026-11-21T10:15:30Z'"));
        entries.add(Entry.of("OrderConfirmed", "'eventId':'e-2'," + order + ",'occurredAt':'2026-11-21T10:15:31Z'"));
        entries.add(
                Entry.of("OrderShipped", "'eventId':'e-1','orderId':'PO-never','occurredAt':'2026-11-22T10:15:30Z'"));
        entries.add(Entry.of("OrderVanished", "'eventId':'e-6'," + order + ",'occurredAt':'2026-11-22T10:15:30Z'"));
        entries.add(Entry.of("OrderPlaced", "'eventId':'','orderId':7,'lines':[{}]"));
        entries.add(Entry.of("OrderShipped", "'eventId':'e-7'," + order + ",'occurredAt':'1999-01-01T00:00:00Z'"));
        return entries;
    }

    private static List<Entry> frozen() {
        try (var files = Files.list(Path.of(ROOT, "data", "events"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(SampleSystem::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry read(Path file) {
        try {
            return Entry.read(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
