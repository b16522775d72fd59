package io.purchaseorders.stores.dynamodb;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Sorted streams as one sorted stream, read only as far as it is asked for. */
final class Merge<T> implements Iterator<T> {

    private record Head<T>(T value, Iterator<T> rest) {}

    private final PriorityQueue<Head<T>> heads;

    private Merge(List<Stream<T>> sorted, Comparator<T> order) {
        this.heads = new PriorityQueue<>(Comparator.comparing(Head::value, order));
        sorted.forEach(stream -> push(stream.iterator()));
    }

    /** @param sorted each by this order */
    static <T> Stream<T> of(List<Stream<T>> sorted, Comparator<T> order) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Merge<>(sorted, order), Spliterator.ORDERED), false);
    }

    private void push(Iterator<T> rest) {
        if (rest.hasNext()) {
            heads.add(new Head<>(rest.next(), rest));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public T next() {
        Head<T> head = heads.remove();
        push(head.rest());
        return head.value();
    }
}
