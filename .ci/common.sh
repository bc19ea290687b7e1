# What .ci/run and .ci/dates share. To be sourced, in the repository's folder.

# The build nodes would outlive the run and keep its output open.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
# The summary is read from these files, not from the console, whose wording changes with the language and the SDK.
results=artifacts/test-results

has_any() {
    local name
    for name in "$@"; do
        command -v "$name" >/dev/null && return
    done
    return 1
}

faketime_library() {
    compgen -G '/usr/lib/*/faketime/libfaketime.so.1' | head -n 1
}

# Says what to install where there is no apt-get or no right to use it.
install_packages() {
    local as_root=()
    if ((EUID != 0)); then
        as_root=(sudo -n)
    fi
    if ! has_any apt-get || ! "${as_root[@]}" true 2>/dev/null; then
        echo "Please install: $*"
        return
    fi
    "${as_root[@]}" apt-get update -q &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# test_into FOLDER [ARGUMENT]...
test_into() {
    local folder=$1
    shift
    rm -rf "$folder"
    # One project after the other: they share two cores with their emulators and browsers. A test that hangs fails.
    dotnet test Pipeline.sln --no-build -m:1 --results-directory "$folder" \
        --logger trx --logger "console;verbosity=minimal" \
        --blame-hang --blame-hang-timeout 10min --blame-hang-dump-type none "$@"
}

# sum_of FOLDER COUNTER...
sum_of() {
    local folder=$1 names
    shift
    names=$(IFS='|' && echo "$*")
    find "$folder" -name '*.trx' -exec grep -ho "<Counters [^>]*" {} + 2>/dev/null |
        grep -oE " ($names)=\"[0-9]+" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

# A test host that crashed reports no failed test: count_failed FOLDER EXIT_CODE
count_failed() {
    local failed
    failed=$(sum_of "$1" failed error timeout aborted)
    echo $((failed == 0 && $2 != 0 ? 1 : failed))
}
