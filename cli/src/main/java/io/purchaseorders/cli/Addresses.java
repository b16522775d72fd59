package io.purchaseorders.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Addresses that users give, and those that a local system tells. */
final class Addresses {

    private static final int LAST_PORT = 65_535;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Addresses() {}

    /** @throws ParameterException for what no client could speak HTTP to */
    static URI parse(CommandSpec spec, String option, String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null
                    && address.getPort() <= LAST_PORT
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // The sentence below says so.
        }
        throw new ParameterException(
                spec.commandLine(), option + " must be an http or https address and not '" + text + "'");
    }

    /** Where the API of the local system is whose bus answers here; empty where the bus does not tell. */
    static Optional<URI> apiOf(URI events) {
        try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(events.resolve("/"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            String api = answer.statusCode() == 200
                    ? new JsonMapper().readTree(answer.body()).path("api").asText()
                    : "";
            return api.isEmpty() ? Optional.empty() : Optional.of(URI.create(api));
        } catch (JsonProcessingException | IllegalArgumentException stranger) {
            return Optional.empty();
        } catch (IOException unreachable) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
