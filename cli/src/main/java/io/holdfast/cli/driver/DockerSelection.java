package io.holdfast.cli.driver;

import java.util.Map;
import java.util.Optional;

/** Which containers a Docker driver looks after, and of which service each is. */
final class DockerSelection {

    /** On a container: the service it is a replica of. */
    static final String SERVICE_LABEL = "holdfast.service";

    static final String COMPOSE_PROJECT = "com.docker.compose.project";
    static final String COMPOSE_SERVICE = "com.docker.compose.service";
    private static final String COMPOSE_ONE_OFF = "com.docker.compose.oneoff";

    private final DriverSettings.Docker settings;

    DockerSelection(DriverSettings.Docker settings) {
        this.settings = settings;
    }

    /**
     * The service of a container, or empty when it is none of ours.
     *
     * <p>Ours are: those named one by one; those whose label {@code holdfast.service} names a service; those of a chosen
     * Compose project or a chosen service. A Compose label alone is no invitation: the database beside the API carries one
     * too. One-off containers ({@code compose run}) never are.
     */
    Optional<String> serviceOf(String name, Map<String, String> labels) {
        return labelled(name, labels).map(service -> settings.as().orElse(service));
    }

    private Optional<String> labelled(String name, Map<String, String> labels) {
        Optional<String> labelled =
                Optional.ofNullable(labels.get(SERVICE_LABEL)).filter(text -> !text.isBlank());
        Optional<String> compose =
                Optional.ofNullable(labels.get(COMPOSE_SERVICE)).filter(text -> !text.isBlank());
        if (settings.containers().contains(name)) {
            return labelled.or(() -> compose).or(() -> Optional.of(name));
        }
        if ("true".equalsIgnoreCase(labels.get(COMPOSE_ONE_OFF))) {
            return Optional.empty();
        }
        if (settings.project().isPresent() && !settings.project().get().equals(labels.get(COMPOSE_PROJECT))) {
            return Optional.empty();
        }
        boolean chosen = settings.project().isPresent() || !settings.services().isEmpty();
        return labelled.or(() -> chosen ? compose : Optional.empty())
                .filter(service ->
                        settings.services().isEmpty() || settings.services().contains(service));
    }
}
