package io.holdfast.bench.proxy;

import java.nio.file.Path;
import java.util.List;

/** How the Java proxies are started: the Java, their jars and their options. */
public record Jvm(Path java, Path gatewayJar, List<String> gatewayOptions, Path stockJar, List<String> stockOptions) {}
