package io.purchaseorders.stores;

import io.purchaseorders.events.AuthenticatedText;
import java.util.Optional;

/** Makes and verifies the authentication codes of stored events. */
public interface EventCodes {

    /** For who has no key: no code can be made, and none is looked at. */
    EventCodes WITHOUT_KEY = new EventCodes() {
        @Override
        public Optional<String> sign(AuthenticatedText event) {
            return Optional.empty();
        }

        @Override
        public boolean verifies(AuthenticatedText event, String code) {
            return true;
        }

        @Override
        public boolean hasKey() {
            return false;
        }
    };

    /** The code for an event; nothing where there is no key. */
    Optional<String> sign(AuthenticatedText event);

    /**
     * Whether this system's key made the code for this event.
     *
     * @param code as it is stored; empty where the item has none
     */
    boolean verifies(AuthenticatedText event, String code);

    /** Whether codes are looked at at all. */
    default boolean hasKey() {
        return true;
    }
}
