package io.purchaseorders.cli;

import io.purchaseorders.log.LogEntry;
import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.LogReader;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./orders prove}. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a proof that an event is in the log (c2sp.org/tlog-proof@v1), for whoever has the log's verifier key.",
            "Verify it with ./orders verify-proof."
        })
final class ProveCommand implements Callable<Integer> {

    @Mixin
    private final LogPlace place = new LogPlace();

    @Option(names = "--order-id", paramLabel = "ID", required = true, description = "The event's order.")
    private String orderId = "";

    @Option(names = "--event-id", paramLabel = "ID", required = true, description = "The event.")
    private String eventId = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            LogReader log = LogReader.open(place.log())
                    .orElseThrow(() -> new UsageProblem("There is no log in " + place.folder() + "."));
            for (long index = 0; index < log.checkpoint().size(); index++) {
                LogEntry entry = log.entry(index);
                if (entry.orderId().equals(orderId) && entry.eventId().equals(eventId)) {
                    spec.commandLine().getOut().print(log.prove(index).text());
                    spec.commandLine().getOut().flush();
                    return 0;
                }
            }
        } catch (LogProblem e) {
            throw LogPlace.problem(place.folder(), e);
        } catch (UncheckedIOException e) {
            throw LogPlace.problem(place.folder(), e);
        }
        throw new UsageProblem("The event " + eventId + " of order " + orderId + " is not in the log " + place.folder()
                + ", or not yet.");
    }
}
