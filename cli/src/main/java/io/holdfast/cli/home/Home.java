package io.holdfast.cli.home;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This installation: the launcher names it, else it is the tree that this command's own jar is in. */
public final class Home {

    private Home() {}

    /** Where what is kept between commands goes: {@code .holdfast} of the installation, else of the working directory. */
    public static Path state() {
        return Path.of(Optional.ofNullable(System.getProperty("holdfast.home")).orElse(""), ".holdfast");
    }

    /** The Java that runs this. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * The jar of a module: beside this command's own, else where a build of the same tree puts it.
     *
     * @throws IOException when it is not built
     */
    public static Path jar(String module) throws IOException {
        String name = "holdfast-" + module + ".jar";
        Path own = own();
        if (own != null) {
            Path beside = own.resolveSibling(name);
            if (Files.isRegularFile(beside)) {
                return beside;
            }
            for (Path root = own.getParent(); root != null; root = root.getParent()) {
                Path built = root.resolve(module).resolve("target").resolve(name);
                if (Files.isRegularFile(built)) {
                    return built;
                }
            }
        }
        throw new IOException(name + " is not built (./mvnw -DskipTests package builds it)");
    }

    /**
     * The command that starts the gateway, without its arguments: the fast way that the launcher has prepared, else the
     * jar as it was built.
     *
     * @throws IOException when it is not built
     */
    public static List<String> gateway() throws IOException {
        Path options = Path.of(System.getProperty("holdfast.gateway.options", ""));
        Path apart = options.resolveSibling("holdfast-gateway.jar");
        if (Files.isRegularFile(options) && Files.isRegularFile(apart)) {
            return List.of(
                    java().toString(),
                    "@" + options.toAbsolutePath(),
                    "-jar",
                    apart.toAbsolutePath().toString());
        }
        return List.of(
                java().toString(), "-jar", jar("gateway").toAbsolutePath().toString());
    }

    private static @Nullable Path own() {
        try {
            return Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            return null; // Not a place in a file system: no tree to look into.
        }
    }
}
