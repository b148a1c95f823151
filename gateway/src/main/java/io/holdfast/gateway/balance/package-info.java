/**
 * Which replica takes the next attempt. Reads the gates that health, drain and breaker set; never sets them.
 */
@NullMarked
package io.holdfast.gateway.balance;

import org.jspecify.annotations.NullMarked;
