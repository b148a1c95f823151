/**
 * How configured values are checked and how wrong ones are told: all at once, each with its name, its value and what is
 * expected. Knows no feature; each feature checks its own record.
 */
@NullMarked
package io.holdfast.gateway.config;

import org.jspecify.annotations.NullMarked;
