package io.holdfast.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.Ssl;
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
        LOG.info(
                "{}: {}",
                management ? "Management" : "Entry",
                where(
                        event.getApplicationContext().getEnvironment(),
                        management ? "management.server" : "server",
                        event.getWebServer().getPort()));
    }

    /** Scheme, address and port; an address of {@code *} is every one of the machine. */
    static String where(Environment environment, String prefix, int port) {
        Ssl ssl = Binder.get(environment).bind(prefix + ".ssl", Ssl.class).orElse(null);
        return (Ssl.isEnabled(ssl) ? "https" : "http") + "://" + environment.getProperty(prefix + ".address", "*") + ":"
                + port;
    }
}
