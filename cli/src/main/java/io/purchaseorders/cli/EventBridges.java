package io.purchaseorders.cli;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** Makes clients of EventBridge. They do not retry: {@link Publisher} does, entry by entry. */
final class EventBridges {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

    private EventBridges() {}

    /** For an endpoint that takes any credentials, whatever the environment says for AWS and for proxies. */
    static EventBridgeClient at(URI endpoint, int concurrency) {
        // The JDK keeps five idle connections a host unless told otherwise, before the first call.
        System.setProperty("http.maxConnections", String.valueOf(concurrency));
        return builder(UrlConnectionHttpClient.builder()
                        .proxyConfiguration(ProxyConfiguration.builder()
                                .useSystemPropertyValues(false)
                                .useEnvironmentVariablesValues(false)
                                .build()))
                .endpointOverride(endpoint)
                .defaultsMode(DefaultsMode.LEGACY)
                .fipsEnabled(false)
                .dualstackEnabled(false)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    /** For the real service. */
    static EventBridgeClient real() {
        try {
            return builder(UrlConnectionHttpClient.builder()).build();
        } catch (SdkClientException e) {
            throw new UsageProblem("The AWS region is unknown: set AWS_REGION or a profile, or give --endpoint.");
        }
    }

    private static EventBridgeClientBuilder builder(UrlConnectionHttpClient.Builder connections) {
        return EventBridgeClient.builder()
                .httpClientBuilder(connections)
                .overrideConfiguration(configuration -> configuration
                        .apiCallAttemptTimeout(CALL_TIMEOUT)
                        .apiCallTimeout(CALL_TIMEOUT)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()));
    }
}
