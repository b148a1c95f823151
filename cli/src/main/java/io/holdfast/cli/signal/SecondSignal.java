package io.holdfast.cli.signal;

import java.lang.reflect.Proxy;

/**
 * Whoever stops this process a second time does not want to wait: a JVM that shuts down does not hear further signals of
 * its own accord. By reflection, since {@code sun.misc.Signal} is there in every JDK but not for the compiler.
 */
public final class SecondSignal {

    /** What a shell reports of a process that a signal ended: 128 and the number. */
    private static final int BY_SIGNAL = 128;

    private SecondSignal() {}

    /** From now on SIGTERM and SIGINT end this process at once. */
    public static void endsAtOnce() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object halt = Proxy.newProxyInstance(
                    SecondSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            int number = (int) signal.getMethod("getNumber").invoke(args[0]);
                            Runtime.getRuntime().halt(BY_SIGNAL + number);
                        }
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), halt);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException none) {
            // Then a second signal is not heard, and the bounded end of the first one counts.
        }
    }
}
