package io.holdfast.cli.notice;

/** One way to people. Delivers one notice at a time, blocking at most some tens of seconds. */
interface Channel {

    /** Its name in the configuration, unique; fit for a file name. */
    String name();

    /** Where it leads, without anything secret. */
    String target();

    /** Tries once. Never throws; what is secret is never in the outcome's words. */
    Delivery deliver(Notice notice);
}
