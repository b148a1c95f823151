/**
 * The clients of the drill: each a thread with a blocking socket that asks at its own pace and writes down what it saw.
 *
 * <p>They are ordinary clients in what they do (keep-alive, {@code Last-Event-ID} on reconnect, masked frames) and strict in
 * what they count: nothing is asked again to hide a failure.
 */
package io.holdfast.cli.drill.load;
