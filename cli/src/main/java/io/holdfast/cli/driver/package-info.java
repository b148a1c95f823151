/**
 * How the command line sees and moves what runs a replica: a container, a Compose service, a systemd unit, a process or
 * any command. Says what is there and carries out start, stop and restart; decides nothing about when.
 */
@NullMarked
package io.holdfast.cli.driver;

import org.jspecify.annotations.NullMarked;
