package io.holdfast.gateway.discovery;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks the name servers of the machine, with its hosts file and search domains, on a thread of its own. Keeps nothing:
 * each question goes out.
 */
final class NettyLookup implements NameLookup, AutoCloseable {

    /** What the hosts file says holds so long. */
    private static final long HOSTS_FILE_TTL_NANOS = Duration.ofSeconds(5).toNanos();

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("holdfast-dns", true), NioIoHandler.newFactory());
    private final DnsServerAddressStreamProvider servers;

    NettyLookup(DnsServerAddressStreamProvider servers) {
        this.servers = servers;
    }

    @Override
    public Mono<Addresses> find(String name) {
        return Mono.create(sink -> {
            TimeToLive ttl = new TimeToLive();
            DnsNameResolver resolver = new DnsNameResolverBuilder(group.next())
                    .datagramChannelType(NioDatagramChannel.class)
                    .socketChannelType(NioSocketChannel.class, true)
                    .nameServerProvider(servers)
                    .resolveCache(ttl)
                    .build();
            resolver.resolveAll(name).addListener((Future<List<InetAddress>> answer) -> {
                if (answer.isSuccess()) {
                    sink.success(
                            new Addresses(answer.getNow().stream().distinct().toList(), ttl.nanos()));
                } else {
                    sink.error(answer.cause());
                }
                resolver.close();
            });
            sink.onCancel(resolver::close);
        });
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }

    /** Forgets addresses, and keeps the shortest time to live that came by. */
    private static final class TimeToLive implements DnsCache {

        private long shortestSeconds = Long.MAX_VALUE;

        long nanos() {
            return shortestSeconds == Long.MAX_VALUE
                    ? HOSTS_FILE_TTL_NANOS
                    : Duration.ofSeconds(shortestSeconds).toNanos();
        }

        @Override
        public DnsCacheEntry cache(
                String hostname,
                DnsRecord @Nullable [] additionals,
                InetAddress address,
                long originalTtl,
                EventLoop loop) {
            shortestSeconds = Math.min(shortestSeconds, originalTtl);
            return new Entry(address, null);
        }

        @Override
        public DnsCacheEntry cache(
                String hostname, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
            return new Entry(null, cause);
        }

        @Override
        public @Nullable List<? extends DnsCacheEntry> get(String hostname, DnsRecord @Nullable [] additionals) {
            return null;
        }

        @Override
        public void clear() {}

        @Override
        public boolean clear(String hostname) {
            return false;
        }
    }

    private record Entry(
            @Nullable InetAddress address, @Nullable Throwable cause) implements DnsCacheEntry {}
}
