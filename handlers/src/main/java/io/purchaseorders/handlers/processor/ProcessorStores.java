package io.purchaseorders.handlers.processor;

import io.purchaseorders.stores.DuplicateWriter;
import io.purchaseorders.stores.EventReader;
import io.purchaseorders.stores.EventWriter;
import io.purchaseorders.stores.NoteWriter;
import io.purchaseorders.stores.RejectionWriter;
import io.purchaseorders.stores.dynamodb.DynamoDuplicateStore;
import io.purchaseorders.stores.dynamodb.DynamoEventStore;
import io.purchaseorders.stores.dynamodb.DynamoNoteStore;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.Tables;

/** All that the order-processor reads and writes. */
record ProcessorStores(
        EventReader histories,
        EventWriter events,
        RejectionWriter rejections,
        DuplicateWriter duplicates,
        NoteWriter notes) {

    static ProcessorStores of(Tables tables) {
        DynamoEventStore events = new DynamoEventStore(tables);
        return new ProcessorStores(
                events,
                events,
                new DynamoRejectionStore(tables),
                new DynamoDuplicateStore(tables),
                new DynamoNoteStore(tables));
    }
}
