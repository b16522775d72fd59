package io.purchaseorders.clients.deployment;

/** What CloudFormation or a service refuses, in words like theirs. */
final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String refusal;

    StackException(String refusal) {
        super(refusal);
        this.refusal = refusal;
    }

    String refusal() {
        return refusal;
    }
}
