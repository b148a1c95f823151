package io.holdfast.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates made by the JDK's keytool, in a folder of a test. */
public final class Certificates {

    public static final String PASSWORD = "changeit";

    private final Path folder;

    public Certificates(Path folder) {
        this.folder = folder;
    }

    /** A key store with a key and its certificate for these names ({@code ip:127.0.0.1}, {@code dns:localhost}). */
    public Path keyStore(String name, String... subjects) {
        Path file = folder.resolve(name + ".p12");
        Path made = folder.resolve(name + ".new");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-ext",
                "san=" + String.join(",", subjects),
                "-keystore",
                made.toString());
        try {
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** A trust store with the certificates of these key stores. */
    public Path trusting(String name, Path... keyStores) {
        Path file = folder.resolve(name + ".p12");
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            for (Path keyStore : keyStores) {
                KeyStore from = load(keyStore);
                String alias = from.aliases().nextElement();
                trust.setCertificateEntry(keyStore.getFileName().toString(), from.getCertificate(alias));
            }
            try (var out = Files.newOutputStream(file)) {
                trust.store(out, PASSWORD.toCharArray());
            }
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts what the one says and shows what the other has, if there is one. */
    public static SSLContext context(Path trustStore, Path... own) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trustStore));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own.length == 0 ? null : load(own[0]), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Properties of a bundle {@code spring.ssl.bundle.jks.<name>}. */
    public static List<String> bundle(String name, Path keyStore, Path trustStore) {
        String prefix = "spring.ssl.bundle.jks." + name + ".";
        List<String> properties = new ArrayList<>();
        if (keyStore != null) {
            properties.add(prefix + "keystore.location=file:" + keyStore);
            properties.add(prefix + "keystore.password=" + PASSWORD);
            properties.add(prefix + "keystore.type=PKCS12");
        }
        if (trustStore != null) {
            properties.add(prefix + "truststore.location=file:" + trustStore);
            properties.add(prefix + "truststore.password=" + PASSWORD);
            properties.add(prefix + "truststore.type=PKCS12");
        }
        return properties;
    }

    private static KeyStore load(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
