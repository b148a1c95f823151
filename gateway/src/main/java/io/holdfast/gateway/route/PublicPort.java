package io.holdfast.gateway.route;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** What every connection to the entry URL gets, whichever lane its requests take. */
final class PublicPort implements NettyServerCustomizer {

    @Override
    public HttpServer apply(HttpServer server) {
        return server.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .doOnChannelInit((observer, channel, address) -> {
                    ChannelPipeline pipeline = channel.pipeline();
                    if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) { // else HTTP/2
                        pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "holdfast", new ClientHandler());
                    }
                });
    }
}
