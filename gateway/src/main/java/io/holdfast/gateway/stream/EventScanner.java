package io.holdfast.gateway.stream;

import java.nio.ByteBuffer;

/**
 * Finds the blocks of one {@code text/event-stream} body in chunks that are cut anywhere (WHATWG HTML section 9.2.5 and
 * 9.2.6): lines end with LF, CR or CRLF, a block ends with an empty line. One pass over the bytes; what is kept of a
 * block is its id, its event name and a hash of its data. {@link #next} says when a block is complete; the other methods
 * tell about that block until {@code next} is called again. Offsets count from the start of the body.
 *
 * <p>An empty line that ends with a CR at the end of a chunk: where the line before it ended with CRLF, the LF is still
 * on its way and belongs to the block, which is complete when the next byte is there or {@link #settle} says that none
 * will come soon. Where lines end with a bare CR, the block is complete at once.
 */
final class EventScanner {

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private static final long DATA = name("data");
    private static final long EVENT = name("event");
    private static final long ID = name("id");
    private static final int LONGEST_NAME = 5;

    private enum State {
        /** Before the first byte that is no byte order mark. */
        START,
        LINE,
        NAME,
        COLON,
        DATA_VALUE,
        SHORT_VALUE,
        /** A comment, a field that is not known, or one that changes nothing here ({@code retry}). */
        IGNORED,
        /** After the CR of an empty line whose LF is expected. */
        EMPTY_CR
    }

    private State state = State.START;
    private long position;
    private int bom;
    private boolean afterCr;
    private boolean crLf;

    private long field;
    private int fieldLength;
    private final ByteRun value = new ByteRun();

    private boolean complete;
    private long start;
    private final ByteRun id = new ByteRun();
    private final ByteRun name = new ByteRun();
    private boolean hasId;
    private boolean hasName;
    private boolean hasData;
    private long dataHash = Hash.START;

    private static long name(String name) {
        long packed = 0;
        for (char c : name.toCharArray()) {
            packed = packed << 8 | c;
        }
        return packed;
    }

    /** Begins with another body. */
    void reset() {
        state = State.START;
        position = 0;
        bom = 0;
        afterCr = false;
        crLf = false;
        start = 0;
        complete = false;
        clearBlock();
    }

    /**
     * Takes bytes up to the end of the next block.
     *
     * @return whether a block is complete; then the buffer stands behind it, else at its limit
     */
    boolean next(ByteBuffer bytes) {
        beginBlock();
        int from = bytes.position();
        int to = scan(bytes, from, bytes.limit());
        bytes.position(to);
        position += to - from;
        return complete;
    }

    /**
     * No byte follows soon, or ever: whether this completes a block, which was waiting for the second half of a CRLF.
     */
    boolean settle() {
        if (state != State.EMPTY_CR) {
            return false;
        }
        state = State.LINE;
        complete = true;
        return true;
    }

    /** Whether {@link #settle} would complete a block. */
    boolean waitsForLf() {
        return state == State.EMPTY_CR;
    }

    private int scan(ByteBuffer bytes, int from, int limit) {
        int p = from;
        while (p < limit) {
            byte b = bytes.get(p);
            if (state == State.EMPTY_CR) {
                state = State.LINE;
                complete = true;
                afterCr = false;
                crLf = b == LF;
                return crLf ? p + 1 : p;
            }
            if (afterCr) {
                afterCr = false;
                if (b == LF) {
                    crLf = true;
                    p++;
                    continue;
                }
            }
            if (b == LF || b == CR) {
                p++;
                boolean couldBeCrLf = crLf;
                crLf = false;
                afterCr = b == CR;
                if (!endLine()) {
                    continue;
                }
                if (b == CR && p < limit) {
                    afterCr = false;
                    crLf = bytes.get(p) == LF;
                    p += crLf ? 1 : 0;
                } else if (b == CR && couldBeCrLf) {
                    state = State.EMPTY_CR;
                    return p;
                }
                complete = true;
                return p;
            }
            p = inLine(bytes, p, limit, b);
        }
        return p;
    }

    /** Takes at least the byte {@code b} at {@code p}, which ends no line. */
    private int inLine(ByteBuffer bytes, int p, int limit, byte b) {
        switch (state) {
            case START -> {
                if (b == BOM[bom]) {
                    bom++;
                    if (bom == BOM.length) {
                        state = State.LINE;
                    }
                } else {
                    leaveStart();
                    return p;
                }
            }
            case LINE -> {
                if (b == ':') {
                    state = State.IGNORED;
                } else {
                    state = State.NAME;
                    field = b;
                    fieldLength = 1;
                }
            }
            case NAME -> {
                if (b == ':') {
                    state = State.COLON;
                } else if (++fieldLength <= LONGEST_NAME) {
                    field = field << 8 | b & 0xff;
                } else {
                    state = State.IGNORED;
                }
            }
            case COLON -> {
                beginValue();
                return b == ' ' ? p + 1 : p;
            }
            case DATA_VALUE -> {
                return hashData(bytes, p, limit);
            }
            case SHORT_VALUE -> value.append(b);
            default -> {
                return skip(bytes, p, limit);
            }
        }
        return p + 1;
    }

    /** What looked like a byte order mark is none: its bytes are the start of a field name that nobody knows. */
    private void leaveStart() {
        state = bom == 0 ? State.LINE : State.IGNORED;
        bom = 0;
    }

    private int hashData(ByteBuffer bytes, int from, int limit) {
        long h = dataHash;
        int p = from;
        while (p < limit) {
            byte b = bytes.get(p);
            if (b == LF || b == CR) {
                break;
            }
            h = (h ^ (b & 0xff)) * Hash.PRIME;
            p++;
        }
        dataHash = h;
        return p;
    }

    private static int skip(ByteBuffer bytes, int from, int limit) {
        int p = from;
        while (p < limit && bytes.get(p) != LF && bytes.get(p) != CR) {
            p++;
        }
        return p;
    }

    private void beginValue() {
        if (is(DATA, 4)) {
            state = State.DATA_VALUE;
        } else if (is(ID, 2) || is(EVENT, 5)) {
            value.clear();
            state = State.SHORT_VALUE;
        } else {
            state = State.IGNORED;
        }
    }

    private boolean is(long known, int length) {
        return field == known && fieldLength == length;
    }

    /** Ends a line; true when it was empty. */
    private boolean endLine() {
        if (state == State.START && bom == 0 || state == State.LINE) {
            state = State.LINE;
            return true;
        }
        if (state == State.START) {
            bom = 0;
        }
        if (state == State.NAME || state == State.COLON) {
            beginValue();
        }
        if (state == State.DATA_VALUE) {
            dataHash = Hash.add(dataHash, LF);
            hasData = true;
        } else if (state == State.SHORT_VALUE) {
            endShortValue();
        }
        state = State.LINE;
        return false;
    }

    private void endShortValue() {
        if (is(EVENT, 5)) {
            name.set(value);
            hasName = true;
        } else if (!value.contains((byte) 0)) {
            id.set(value);
            hasId = true;
        }
    }

    private void beginBlock() {
        if (complete) {
            complete = false;
            start = position;
            clearBlock();
        }
    }

    private void clearBlock() {
        hasId = false;
        hasName = false;
        hasData = false;
        name.clear();
        dataHash = Hash.START;
    }

    // ---- the block

    /** Where it begins; the first one includes the byte order mark. */
    long start() {
        return start;
    }

    /** Behind the last byte taken: the end of a complete block. */
    long position() {
        return position;
    }

    /** Where the next block begins, or the one that is not complete. */
    long openFrom() {
        return complete ? position : start;
    }

    /** Length of the byte order mark at the start of the body: 3 or 0. */
    int byteOrderMark() {
        return bom == BOM.length ? bom : 0;
    }

    /** Whether it dispatches an event: it has a data field, even an empty one. */
    boolean dispatches() {
        return hasData;
    }

    /** Whether it sets the last event id (to {@link #id}, which may be empty). */
    boolean hasId() {
        return hasId;
    }

    ByteRun id() {
        return id;
    }

    /** Whether it, or the block that is not complete yet, has an event name. */
    boolean hasName() {
        return hasName;
    }

    /** Its event name; empty means {@code message}. */
    ByteRun name() {
        return name;
    }

    /** Of data, event name and id, whatever the order of the fields, their line ends and the comments between. */
    long hash() {
        long h = Hash.join(hasData ? dataHash : 0, name.hash());
        return hasId ? Hash.join(h, id.hash()) : h;
    }
}
