/**
 * The endpoints on the management port, who may use them, and what is said of health there. Shows and carries out;
 * decides nothing about replicas.
 */
@NullMarked
package io.holdfast.gateway.admin;

import org.jspecify.annotations.NullMarked;
