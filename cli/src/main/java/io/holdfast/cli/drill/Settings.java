package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Mix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user chose.
 *
 * @param entry an entry that stands already; empty to start a gateway
 * @param management its management address, empty when it has none
 * @param replicaPorts where to start the replicas; empty for free ones
 * @param portBase first port to look for free ones
 * @param stubJar the replica
 * @param gatewayJar the gateway
 * @param stubJava Java that runs the replicas
 * @param gatewayJava Java that runs the gateway
 * @param gatewayArgs more arguments of the gateway
 * @param gatewayJavaOpts more options of its Java
 * @param mix the load
 * @param sockets of ws-many
 * @param requests of cancel-storm
 * @param bytes of uploads
 * @param work where state and logs go
 */
record Settings(
        Optional<String> entry,
        Optional<String> management,
        List<Integer> replicaPorts,
        int portBase,
        Path stubJar,
        Path gatewayJar,
        Path stubJava,
        Path gatewayJava,
        List<String> gatewayArgs,
        List<String> gatewayJavaOpts,
        Mix mix,
        int sockets,
        int requests,
        long bytes,
        Path work) {}
