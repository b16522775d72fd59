package io.purchaseorders.handlers.api;

import io.purchaseorders.handlers.api.http.Answer;
import io.purchaseorders.handlers.api.http.CursorCodec;
import io.purchaseorders.handlers.api.http.Parameters.ParameterFault;
import io.purchaseorders.handlers.api.http.Problem;
import io.purchaseorders.handlers.api.http.Request;
import io.purchaseorders.handlers.api.http.TransientFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * Has a whole answer read from one generation of projections: the live one, or that in which a list was begun, which its
 * cursor names. The header {@code Orders-Generation} says which.
 */
record GenerationOfAnswer(ReadableGenerations generations, CursorCodec cursors) {

    static final String HEADER = "Orders-Generation";

    private static final String CURSOR = "cursor";

    Answer answer(Request request, BiFunction<LiveGeneration, CursorCodec, Answer> from) {
        try {
            return once(request, from);
        } catch (RuntimeException failure) {
            if (!TransientFailure.isTableGone(failure)) {
                throw failure;
            }
            // It was retired a moment ago, or its table was lost: the second time the failure is what is to be told.
            generations.forget();
            return once(request, from);
        }
    }

    private Answer once(Request request, BiFunction<LiveGeneration, CursorCodec, Answer> from) {
        OptionalInt begun = request.query().getOrDefault(CURSOR, List.of()).stream()
                .map(cursors::generation)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
        Optional<LiveGeneration> generation =
                begun.isPresent() ? generations.of(begun.getAsInt()) : Optional.of(generations.live());
        return generation
                .map(one -> from.apply(one, cursors.in(one.number())).with(HEADER, String.valueOf(one.number())))
                .orElseGet(() -> Problem.badRequest(
                        request.path(),
                        List.of(new ParameterFault(
                                CURSOR,
                                "was given by generation " + begun.getAsInt()
                                        + " of the projections, which is retired: begin the list again without it"))));
    }
}
