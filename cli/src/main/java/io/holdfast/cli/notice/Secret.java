package io.holdfast.cli.notice;

/** Something that must not be shown: it has no text but on request, in no log, message or record. */
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value, to be used at once and kept nowhere. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
