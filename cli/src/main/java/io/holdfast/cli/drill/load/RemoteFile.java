package io.holdfast.cli.drill.load;

/**
 * A file that the API serves.
 *
 * @param target path and query
 * @param sha256 hex, of the right bytes
 */
public record RemoteFile(String target, String sha256) {}
