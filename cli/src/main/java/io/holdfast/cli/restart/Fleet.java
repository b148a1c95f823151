package io.holdfast.cli.restart;

import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.gateway.GatewayException;
import java.io.IOException;
import java.util.List;

/** The replicas of one service: what is seen of them, and what can be done to them. Calls block. */
interface Fleet {

    /** Every replica as it is now. */
    List<Seen> look() throws IOException;

    /** No new work for it, at every gateway. */
    void drain(String replica) throws GatewayException;

    /** Back to use, at every gateway, under every address that it had. */
    void undrain(String replica) throws GatewayException;

    /**
     * Restarts it by its driver.
     *
     * @return where it can be serving now
     */
    List<String> restart(String replica) throws DriverException;

    /** Its last lines of output; what keeps them from being read, where they cannot be. */
    List<String> lastLines(String replica);
}
