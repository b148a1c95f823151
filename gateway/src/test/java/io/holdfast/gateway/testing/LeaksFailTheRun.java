package io.holdfast.gateway.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails the test class in which, or after which, Netty reports a LEAK, and the run when one shows up after the last
 * class. Registered for all tests by the service loader; {@code -Dio.netty.leakDetection.level=paranoid} makes Netty
 * track every buffer.
 */
public final class LeaksFailTheRun implements BeforeAllCallback, AfterAllCallback {

    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
    private static volatile boolean suspicious;

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @Deprecated
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return newResourceLeakDetector(resource, samplingInterval);
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
                return new Recording<>(resource, samplingInterval);
            }
        });
    }

    /** Asks for a look at the heap at the end of the present test class: buffers were used in it. */
    public static void suspect() {
        suspicious = true;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(LeaksFailTheRun.class))
                .computeIfAbsent(AtTheEnd.class, key -> new AtTheEnd());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (suspicious && context.getRequiredTestClass().getEnclosingClass() == null) {
            suspicious = false;
            look();
        }
        check();
    }

    private static void check() {
        if (!LEAKS.isEmpty()) {
            List<String> found = List.copyOf(LEAKS);
            LEAKS.clear();
            throw new AssertionError(found.size() + " LEAK(s): " + String.join("\n", found));
        }
    }

    /** Lets Netty see what was dropped without having been released. */
    static void look() {
        for (int i = 0; i < 2; i++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
            System.gc();
            try {
                if (queue.remove(5_000) != canary) {
                    throw new AssertionError("the garbage collector does not run");
                }
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
        ByteBufAllocator.DEFAULT.buffer(1).release(); // each allocation reports what the collector found
    }

    /** The check after the last test class. */
    private static final class AtTheEnd implements AutoCloseable {
        @Override
        public void close() {
            look();
            check();
        }
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {

        Recording(Class<T> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + records);
            super.reportTracedLeak(resourceType, records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType);
            super.reportUntracedLeak(resourceType);
        }
    }
}
