package io.holdfast.bench.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A load of a certain shape. */
@FunctionalInterface
public interface Load {

    /** Puts it on the proxy at this address for this time, and ends. */
    Tally run(URI entry, Duration time) throws IOException, InterruptedException;
}
