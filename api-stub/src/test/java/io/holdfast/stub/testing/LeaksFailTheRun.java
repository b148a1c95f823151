package io.holdfast.stub.testing;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails the run when Netty reports a buffer that was dropped and not released. Registered for all tests by the service
 * loader; {@code -Dio.netty.leakDetection.level=paranoid} makes Netty track every buffer.
 */
public final class LeaksFailTheRun implements BeforeAllCallback {
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

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

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(LeaksFailTheRun.class))
                .computeIfAbsent(AtTheEnd.class, key -> new AtTheEnd());
    }

    /** The check after the last test class. */
    private static final class AtTheEnd implements AutoCloseable {
        @Override
        public void close() throws InterruptedException {
            collectGarbage();
            // Each allocation reports what the collector found.
            ByteBufAllocator.DEFAULT.buffer(1).release();
            if (!LEAKS.isEmpty()) {
                throw new AssertionError(LEAKS.size() + " LEAK(s): " + String.join("\n", LEAKS));
            }
        }

        private static void collectGarbage() throws InterruptedException {
            for (int i = 0; i < 2; i++) {
                ReferenceQueue<Object> queue = new ReferenceQueue<>();
                WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
                System.gc();
                if (queue.remove(5_000) != canary) {
                    throw new AssertionError("the garbage collector does not run");
                }
            }
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
