package io.purchaseorders.local.apigateway;

/** What answers an operation. */
sealed interface Integration {

    /**
     * A function, which is handed the request as it is ({@code aws_proxy}).
     *
     * @param alias its logical id in the template
     */
    record Function(String alias) implements Integration {}

    /** The gateway itself ({@code mock}). */
    record Mock(MockIntegration answers) implements Integration {}
}
