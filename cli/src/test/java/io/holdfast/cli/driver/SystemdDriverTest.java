package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The systemd driver against a script that answers as systemctl 252 does; a unit is a file that holds its state. */
class SystemdDriverTest extends DriverContract {

    @TempDir
    Path here;

    private Driver driver;

    @BeforeEach
    void begin() throws Exception {
        Files.createDirectories(here.resolve("units"));
        Files.writeString(here.resolve("units/api@8001.service"), "active running success");
        Files.writeString(here.resolve("units/api@8002.service"), "active running success");
        Files.writeString(here.resolve("systemctl"), """
                cd '%s/units' || exit 1
                while [ "$1" = --no-pager ] || [ "$1" = --user ]; do shift; done
                verb=$1; shift
                case $verb in
                list-units) for unit in *; do echo "$unit loaded active running An API"; done ;;
                show)
                    while [ "$1" != -- ]; do shift; done; shift
                    for unit; do
                        echo "Id=$unit"
                        if [ ! -e "$unit" ]; then echo LoadState=not-found; echo ActiveState=inactive; echo; continue; fi
                        read -r active sub result <"$unit"
                        echo LoadState=loaded
                        echo "ActiveState=$active"; echo "SubState=$sub"; echo "Result=$result"
                        echo ExecMainCode=2; echo ExecMainStatus=9
                        echo ExecMainStartTimestamp=@1764064800; echo StatusText=; echo
                    done ;;
                start|restart) shift; [ -e refused ] && { echo 'Job failed.'; exit 1; }; echo active running success >"$1" ;;
                stop) shift; echo inactive dead success >"$1" ;;
                reset-failed) ;;
                *) echo "Unknown command verb $verb."; exit 1 ;;
                esac
                """.formatted(here));
        Files.writeString(here.resolve("journalctl"), "echo started; echo serving\n");
        driver = new SystemdDriver(
                new DriverSettings.Systemd(Map.of("api", List.of("api@*.service")), "127.0.0.1:{instance}", false),
                new ScriptedCommands(here));
    }

    @Override
    Driver driver() {
        return driver;
    }

    @Override
    List<String> addresses() {
        return List.of("127.0.0.1:8001", "localhost:8002");
    }

    @Test
    void oneThatFailedSaysHow() throws Exception {
        Files.writeString(here.resolve("units/api@8001.service"), "failed failed oom-kill");

        Instance failed = driver.list("api").get(0);

        assertThat(failed.state()).isEqualTo(State.EXITED);
        assertThat(failed.ending()).isEqualTo(Ending.BY_ITSELF);
        assertThat(failed.outOfMemory()).isTrue();
        assertThat(failed.exitCode()).hasValue(137);
    }

    @Test
    void oneThatIsGoneIsNotFoundAndAFailedJobIsTold() throws Exception {
        Instance first = driver.list("api").get(0);
        Files.createFile(here.resolve("units/refused"));
        DriverException refused =
                catchThrowableOfType(DriverException.class, () -> driver.restart(first, Duration.ofSeconds(1)));
        Files.delete(here.resolve("units/api@8001.service"));
        DriverException gone = catchThrowableOfType(DriverException.class, () -> driver.inspect(first));

        assertThat(refused.kind()).isEqualTo(Kind.FAILED);
        assertThat(refused).hasMessage("restart api@8001.service: Job failed. (exit code 1)");
        assertThat(gone.kind()).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    void withoutSystemdItIsAway() throws Exception {
        Files.writeString(
                here.resolve("systemctl"),
                "echo 'System has not been booted with systemd as init system (PID 1).'; exit 1\n");

        assertThat(catchThrowableOfType(DriverException.class, driver::list).kind())
                .isEqualTo(Kind.AWAY);
    }
}
