#!/bin/sh
# Makes the namespace unless there is one. How long finished histories are kept is decided here. The command line reads
# TEMPORAL_ADDRESS itself, but for the namespace that it makes it takes only the flag.
set -eu
namespace() {
  temporal operator namespace "$@" --namespace "$TEMPORAL_NAMESPACE"
}

namespace describe >/dev/null 2>&1 || namespace create --retention "$RETENTION"
