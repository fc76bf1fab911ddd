#!/bin/sh
# Runs the time-skipping test server with the libraries beside this file. Whoever started it may be killed and cannot end it
# then, so it is watched from here. Short-lived and small: the simplest collector and compiler start it soonest, and the
# classes come out of an archive, which a server writes at its end when ARCHIVE_CLASSES names the file for it.
starter=$PPID
home=$(dirname "$0")
(while kill -0 "$starter" && kill -0 $$; do sleep 2; done; kill $$) >/dev/null 2>&1 &
if [ -n "$ARCHIVE_CLASSES" ]; then
  archive=-XX:ArchiveClassesAtExit=$ARCHIVE_CLASSES
elif [ -f "$home/classes.jsa" ]; then
  archive=-XX:SharedArchiveFile=$home/classes.jsa
fi
exec java -XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${archive:+"$archive"} \
  -cp "$home/lib/*" io.temporal.testserver.TestServer "$@"
