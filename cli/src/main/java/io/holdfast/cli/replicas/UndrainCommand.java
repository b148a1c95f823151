package io.holdfast.cli.replicas;

import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.Gateway.Answer;
import io.holdfast.cli.gateway.GatewayException;
import picocli.CommandLine.Command;

/** {@code holdfast undrain SERVICE REPLICA}: gives a replica back to use. */
@Command(
        name = "undrain",
        mixinStandardHelpOptions = true,
        header = "gives a drained replica back to use",
        description = "Gives a drained replica back to use; its probed state holds at once.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:undrained",
            "2:wrong usage or configuration, or no such service or replica",
            "3:a gateway could not be reached or refused the token"
        },
        footer = {"  holdfast undrain api 127.0.0.1:8001"})
public final class UndrainCommand extends HandCommand {

    @Override
    Answer tell(Gateway gateway) throws GatewayException {
        return gateway.undrain(service, replica);
    }

    @Override
    int judge(Answer answer) {
        return DONE;
    }
}
