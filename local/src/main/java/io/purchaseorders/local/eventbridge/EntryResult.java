package io.purchaseorders.local.eventbridge;

/** What PutEvents answers for one entry. */
sealed interface EntryResult {

    record Accepted(String eventId) implements EntryResult {}

    record Refused(String errorCode, String errorMessage) implements EntryResult {}
}
