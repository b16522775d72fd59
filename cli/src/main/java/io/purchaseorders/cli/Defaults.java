package io.purchaseorders.cli;

/** What the commands agree on when nothing is said. */
final class Defaults {

    static final String API_PORT = "8080";
    static final String DYNAMODB_PORT = "8000";
    static final String EVENTS_PORT = "8081";
    static final String ENVIRONMENT = "local";
    static final String BUS = "purchase-orders-local";

    private Defaults() {}
}
