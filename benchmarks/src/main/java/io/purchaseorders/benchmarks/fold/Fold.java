package io.purchaseorders.benchmarks.fold;

import java.nio.file.Path;

/** One who folds the files of an export into totals by key, day and currency. */
interface Fold {

    /** All rows of the answer, in any order; they are there when this returns, and become text when they are asked for. */
    Iterable<String> answer(Path export) throws Exception;
}
