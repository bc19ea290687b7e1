#!/usr/bin/env bash
# Measures capture and writes the baseline: tests/Pipeline.Benchmarks/load.sh [--rounds N] [--seconds N]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v wrk >/dev/null || {
    echo "Please install the load generator wrk (Debian: apt-get install wrk)." >&2
    exit 2
}
# Built first, so that no compiler runs beside the measurement.
export MSBUILDDISABLENODEREUSE=1
dotnet build tests/Pipeline.Benchmarks -c Release -nologo -v quiet
dotnet build tests/Pipeline.Benchmarks/EmptyFunction -c Release -nologo -v quiet
exec dotnet run -c Release --no-build --project tests/Pipeline.Benchmarks -- all \
    --output tests/Pipeline.Benchmarks/Baselines/capture.md "$@"
