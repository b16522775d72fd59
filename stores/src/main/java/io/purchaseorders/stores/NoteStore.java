package io.purchaseorders.stores;

/** Both roles in the notes; each user but an adapter takes the role that it needs. */
public interface NoteStore extends NoteReader, NoteWriter {}
