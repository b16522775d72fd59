package io.purchaseorders.local.eventbridge;

/** Why a whole call is refused, under the name that the service's clients know. */
final class ServiceFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String type;

    ServiceFault(String type, String message) {
        super(message);
        this.type = type;
    }

    /** The body is not what the service's model describes. */
    static ServiceFault serialization(String message) {
        return new ServiceFault("SerializationException", message);
    }

    String type() {
        return type;
    }
}
