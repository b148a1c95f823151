package io.holdfast.gateway.health;

import io.holdfast.gateway.service.Replica;
import reactor.core.publisher.Mono;

/** Asks a replica how it is, once. */
@FunctionalInterface
interface Probe {

    /** One outcome, within the probe's timeout, on any thread; cancelling it ends the probe. */
    Mono<Outcome> ask(Replica replica);
}
