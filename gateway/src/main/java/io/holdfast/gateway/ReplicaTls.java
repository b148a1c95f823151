package io.holdfast.gateway;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problem;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * What the connections to each service's replicas are secured with, requests, WebSockets and probes alike. A bundle that
 * is changed is used for new connections at once. The name in the certificate is always checked.
 */
final class ReplicaTls {

    private final Map<String, SslContext> byService = new ConcurrentHashMap<>();

    ReplicaTls(Map<String, ServiceProperties> services, SslBundles bundles) {
        List<Problem> problems = new ArrayList<>();
        List<String> platform = new ArrayList<>();
        services.forEach((service, properties) -> {
            String name = properties.tls().bundle();
            if (name == null) {
                if (properties.secure()) {
                    platform.add(service);
                }
                return;
            }
            try {
                byService.put(service, context(bundles.getBundle(name)));
                bundles.addBundleUpdateHandler(name, changed -> byService.put(service, context(changed)));
            } catch (NoSuchSslBundleException e) {
                problems.add(new Problem(
                        "holdfast.services." + service + ".tls.bundle",
                        name,
                        "a bundle that is configured as spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks."
                                + name));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidPropertiesException(problems);
        }
        if (!platform.isEmpty()) { // reading the JVM's trust takes a tenth of a second of the start
            SslContext trusting = build(SslContextBuilder.forClient());
            platform.forEach(service -> byService.put(service, trusting));
        }
    }

    /** For one service, as it is whenever it is asked for; gives null where no replica of it is https. */
    Supplier<SslContext> of(String service) {
        return () -> byService.get(service);
    }

    private static SslContext context(SslBundle bundle) {
        SslOptions options = bundle.getOptions();
        SslContextBuilder builder = SslContextBuilder.forClient()
                .trustManager(bundle.getManagers().getTrustManagerFactory())
                .keyManager(bundle.getManagers().getKeyManagerFactory())
                .protocols(options.getEnabledProtocols());
        if (options.getCiphers() != null) {
            builder.ciphers(List.of(options.getCiphers()));
        }
        return build(builder);
    }

    private static SslContext build(SslContextBuilder builder) {
        try {
            return builder.endpointIdentificationAlgorithm("HTTPS").build();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }
}
