/**
 * HTTP/1.1 on Netty: connections, their requests in order, and answers written whole or piece by piece.
 *
 * <p>It decides nothing of what is answered; endpoints do. Everything of a connection happens on its event loop.
 */
@NullMarked
package io.holdfast.stub.http;

import org.jspecify.annotations.NullMarked;
