package io.purchaseorders.stores;

/** Both roles in the rejections; each user but an adapter takes the role that it needs. */
public interface RejectionStore extends RejectionReader, RejectionWriter {}
