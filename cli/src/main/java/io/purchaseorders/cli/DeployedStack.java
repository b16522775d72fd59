package io.purchaseorders.cli;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/**
 * What a deployed stack says of itself: the names of its tables, its reporting time zone, and where its keys are, as its aggregator has them in
 * its environment. The packaged template knows the defaults only.
 */
final class DeployedStack {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private DeployedStack() {}

    /** Lambda in a region, with the SDK's credentials. */
    static LambdaClient lambda(String region) {
        return LambdaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration ->
                        configuration.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT))
                .region(Region.of(region))
                .build();
    }

    /**
     * The variables that name tables, and the time zone.
     *
     * @throws UsageProblem if the stack is not there or does not tell
     */
    static Map<String, String> settings(String region, String environment) {
        String function = "order-aggregator-" + environment;
        try (LambdaClient lambda = lambda(region)) {
            Map<String, String> settings = new TreeMap<>();
            lambda.getFunctionConfiguration(request -> request.functionName(function))
                    .environment()
                    .variables()
                    .forEach((name, value) -> {
                        // The others are addresses within the stack's own network.
                        if (name.endsWith("_TABLE") || name.endsWith("_SECRET") || name.equals(LiveTables.TIME_ZONE)) {
                            settings.put(name, value);
                        }
                    });
            if (!settings.containsKey(LiveTables.TIME_ZONE)) {
                throw new UsageProblem("The function " + function + " in " + region
                        + " does not say its reporting time zone: deploy this release first.");
            }
            return settings;
        } catch (ResourceNotFoundException e) {
            throw new UsageProblem("There is no stack of the environment " + environment + " in " + region
                    + " (no function " + function
                    + "): name another with --env, or, for restored tables without functions, the one"
                    + " that they come from with --settings-of.");
        } catch (LambdaException e) {
            throw new UsageProblem("The function " + function + " in " + region
                    + " cannot be asked for its settings (HTTP " + e.statusCode() + "): " + e.getMessage());
        } catch (SdkClientException e) {
            throw new UsageProblem("Lambda in " + region + " cannot be reached: " + e.getMessage());
        }
    }
}
