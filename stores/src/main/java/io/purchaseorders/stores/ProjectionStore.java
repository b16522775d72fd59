package io.purchaseorders.stores;

/** Both roles in the projections; the aggregator reads the rows that it changes. */
public interface ProjectionStore extends ProjectionReader, ProjectionWriter {}
