package io.purchaseorders.stores.memory;

import io.purchaseorders.stores.NoteStore;
import io.purchaseorders.stores.NoteStoreContract;

class InMemoryNoteStoreTest extends NoteStoreContract {

    @Override
    protected NoteStore empty() {
        return new InMemoryNoteStore();
    }
}
