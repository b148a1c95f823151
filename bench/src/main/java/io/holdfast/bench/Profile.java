package io.holdfast.bench;

import io.holdfast.bench.proxy.Proxy;
import java.io.IOException;
import java.nio.file.Path;
import one.profiler.AsyncProfilerLoader;

/** async-profiler on a Java proxy while it has a load; what it saw goes into a file of collapsed stacks. */
final class Profile {

    private Profile() {}

    /** Starts it; closing what is returned stops it and writes the file. */
    static AutoCloseable over(Proxy proxy, String event, Path file) throws IOException {
        String pid = Long.toString(proxy.child().pid());
        AsyncProfilerLoader.executeProfiler("start", "-e", event, "-i", event.equals("alloc") ? "64k" : "1ms", pid);
        return () -> AsyncProfilerLoader.executeProfiler("stop", "-o", "collapsed", "-f", file.toString(), pid);
    }
}
