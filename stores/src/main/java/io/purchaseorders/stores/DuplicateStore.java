package io.purchaseorders.stores;

/** Both roles in the counts of duplicates; each user but an adapter takes the role that it needs. */
public interface DuplicateStore extends DuplicateReader, DuplicateWriter {}
