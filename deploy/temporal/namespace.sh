#!/bin/sh
# Makes the namespace unless there is one. How long finished histories are kept is decided here. The command line reads
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE itself.
set -eu
temporal operator namespace describe >/dev/null 2>&1 || temporal operator namespace create --retention "$RETENTION"
