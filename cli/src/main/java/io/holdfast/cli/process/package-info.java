/**
 * Processes that one command keeps and others may move: how they are started so that none outlives its keeper, and the
 * files through which the keeper tells of them and takes orders. Decides nothing about when.
 */
@NullMarked
package io.holdfast.cli.process;

import org.jspecify.annotations.NullMarked;
