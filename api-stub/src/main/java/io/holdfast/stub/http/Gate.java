package io.holdfast.stub.http;

/** Stands before every endpoint and may do something else with a request: this is where faults are. */
public interface Gate {
    /** Lets everything pass. */
    Gate OPEN = new Gate() {
        @Override
        public void admit(Exchange exchange, Runnable next) {
            next.run();
        }

        @Override
        public long breakAfter(String path) {
            return -1;
        }
    };

    /**
     * Runs {@code next}, now or later, or treats the exchange in its own way.
     *
     * @param exchange whose head is there
     * @param next the way to the endpoint
     */
    void admit(Exchange exchange, Runnable next);

    /** Bytes of an answer's body after which the connection is reset; -1: never. Asked at every write. */
    long breakAfter(String path);
}
