package io.holdfast.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Says where the gateway listens: the first thing that anyone looks for in the log of a start. */
final class StartLog implements ApplicationListener<WebServerInitializedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.start");

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        boolean management =
                WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management");
        String prefix = management ? "management.server." : "server.";
        Environment environment = event.getApplicationContext().getEnvironment();
        boolean tls = environment.getProperty(prefix + "ssl.enabled", Boolean.class, true)
                && environment.containsProperty(prefix + "ssl.bundle");
        LOG.info(
                "{}: {}://{}:{}",
                management ? "Management" : "Entry",
                tls ? "https" : "http",
                environment.getProperty(prefix + "address", "*"),
                event.getWebServer().getPort());
    }
}
