package io.purchaseorders.stores;

/** Every role in the events table; each user but an adapter takes the roles that it needs. */
public interface EventStore extends EventReader, EventWriter, EventReleases {}
