#!/bin/sh
# Runs the time-skipping test server with the libraries beside this file. Whoever started it may be killed and cannot end it
# then, so it is watched from here. Short-lived and small: the simplest collector and compiler start it soonest.
starter=$PPID
(while kill -0 "$starter" && kill -0 $$; do sleep 2; done; kill $$) >/dev/null 2>&1 &
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
