package io.holdfast.stub.job;

class MemoryKeysTest extends KeysContract {
    @Override
    Keys keys() {
        return new MemoryKeys();
    }
}
