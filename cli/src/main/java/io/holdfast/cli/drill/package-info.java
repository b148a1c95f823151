/**
 * {@code holdfast drill}: takes replicas away in every way known, under real clients, and says what the clients saw.
 *
 * <p>A {@link io.holdfast.cli.drill.Scenario} acts on a {@link io.holdfast.cli.drill.Stage} (replicas and a gateway in processes
 * of their own, killed and stopped for real) while the {@code load} runs; {@code wire} sees each byte, {@code verdict} counts
 * and compares with the targets. Nothing here knows how the proxy under test works, but for the scenario steps that call the
 * gateway's own drain endpoint.
 */
package io.holdfast.cli.drill;
