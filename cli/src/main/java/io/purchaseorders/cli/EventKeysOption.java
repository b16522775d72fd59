package io.purchaseorders.cli;

import io.purchaseorders.events.AuthenticationKeys;
import io.purchaseorders.stores.EventCodes;
import io.purchaseorders.stores.KeptEventCodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The keys that the authentication codes of exported events are verified by. */
final class EventKeysOption {

    /** What a command says that was not given any. */
    static final String NOT_VERIFIED = "Authentication codes were not verified: --keys names the file with their keys.";

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "With --export: verifies each event's authentication code by the keys in this file, one a line; an"
                            + " event without a right one is named and counts nowhere.")
    private @Nullable Path file;

    /** @throws ParameterException where keys are given for what is no export: a running system says where its own are */
    void requireExport(CommandSpec spec, boolean isOfExport) {
        if (file != null && !isOfExport) {
            throw new ParameterException(
                    spec.commandLine(), "--keys needs --export: a running system says where its keys are");
        }
    }

    boolean isGiven() {
        return file != null;
    }

    /** @throws UsageProblem where the file cannot be read or holds no key */
    EventCodes codes() {
        Path keys = file;
        if (keys == null) {
            return EventCodes.WITHOUT_KEY;
        }
        try {
            String text = Files.readString(keys);
            AuthenticationKeys.parse(text);
            return KeptEventCodes.of(text);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageProblem(
                    "The keys of the authentication codes cannot be read from " + keys + ": " + e.getMessage());
        }
    }
}
