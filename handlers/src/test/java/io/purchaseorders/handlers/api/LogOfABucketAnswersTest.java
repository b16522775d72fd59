package io.purchaseorders.handlers.api;

import io.purchaseorders.log.LogFiles;
import org.jspecify.annotations.NullMarked;

/** The same answers, with events found by the exports that they came from. */
@NullMarked
class LogOfABucketAnswersTest extends LogAnswersTest {

    @Override
    KeptLog kept(LogFiles files) {
        return KeptLog.ofBucket(files);
    }
}
