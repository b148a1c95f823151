package io.holdfast.gateway.config;

/** Properties that check themselves once all of them are bound. */
public interface Checkable {

    /** Notes what is wrong. */
    void check(Problems problems);
}
