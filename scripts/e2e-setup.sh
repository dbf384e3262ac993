#!/usr/bin/env bash
# Installs what the end-to-end tests start. May be run again at any time: what is there already is left alone.
#
#   scripts/e2e-setup.sh [rooms|caller|telephone]
#
#   rooms        livekit-server (the default)
#   caller       rooms, and baresip and sox: a telephone that plays a file and records what it hears
#   telephone    caller, and Redis and livekit-sip: whole calls from SIP to a room
#
# EMA_E2E_CACHE        where built programs are kept                    (default: ~/.cache/ema-e2e)
# EMA_E2E_JOBS         how many packages Go may build at the same time  (default: 1)
# EMA_E2E_LIVEKIT_SIP  the livekit-sip to use; this script builds none  (default: the one on PATH)
#
# The last line that it prints is the folder to put in front of PATH.
set -euo pipefail

livekit_server=v1.13.5
livekit_sip=v1.11.0

part=${1:-rooms}
started=$SECONDS

say() { printf 'e2e-setup: %s\n' "$*"; }
fail() {
  printf 'e2e-setup: %s\n' "$*" >&2
  exit 1
}

case $part in rooms | caller | telephone) ;; *) fail "unknown part '$part': use rooms, caller or telephone." ;; esac
cache=$(realpath -m "${EMA_E2E_CACHE:-$HOME/.cache/ema-e2e}")
bin=$cache/bin
mkdir -p "$bin"

# debian COMMAND=PACKAGE ...: installs the packages whose command is missing.
debian() {
  local pair log root=() wanted=() before=$SECONDS
  for pair; do command -v "${pair%%=*}" >/dev/null || wanted+=("${pair#*=}"); done
  if ((${#wanted[@]} == 0)); then
    say "Debian packages: nothing to install"
    return
  fi
  command -v apt-get >/dev/null || fail "missing ${wanted[*]}, and without apt-get they must be installed by hand."
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "missing ${wanted[*]}: install them as root, for there is no sudo here."
    root=(sudo)
  fi
  log=$cache/apt.log
  "${root[@]}" apt-get update -q >"$log" 2>&1 || fail "apt-get update failed: see $log."
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${wanted[@]}" >>"$log" 2>&1 ||
    fail "apt-get could not install ${wanted[*]}: see $log."
  say "Debian packages: installed ${wanted[*]} in $((SECONDS - before)) s"
}

# go_program NAME MODULE PACKAGE VERSION BUILT: builds PACKAGE of MODULE once a version; BUILT is what Go calls the binary.
go_program() {
  local name=$1 module=$2 package=$3 version=$4 built=$5 log=$cache/$1.log before=$SECONDS
  if [[ -x $bin/$name && $(cat "$bin/$name.version" 2>/dev/null) == "$version" ]]; then
    say "$name $version: in the cache"
    return
  fi
  command -v go >/dev/null || fail "Go is missing: $name $version is built with Go 1.26 or newer."
  # Built aside and moved, so that a build that was cut short leaves nothing that looks finished.
  GOBIN=$cache/build GOFLAGS="${GOFLAGS:-} -p=${EMA_E2E_JOBS:-1}" nice go install "$module/$package@$version" >"$log" 2>&1 ||
    fail "$name $version could not be built, '$(tail -n 1 "$log")': see $log."
  mv "$cache/build/$built" "$bin/$name"
  printf '%s\n' "$version" >"$bin/$name.version"
  say "$name $version: built in $((SECONDS - before)) s"
}

go_program livekit-server github.com/livekit/livekit-server cmd/server "$livekit_server" server

[[ $part == rooms ]] || debian baresip=baresip-core sox=sox

if [[ $part == telephone ]]; then
  debian redis-server=redis-server
  sip=${EMA_E2E_LIVEKIT_SIP:-$(command -v livekit-sip || true)}
  [[ -n $sip ]] || fail "livekit-sip $livekit_sip is missing: put it on PATH or name it in EMA_E2E_LIVEKIT_SIP."
  [[ -x $sip ]] || fail "EMA_E2E_LIVEKIT_SIP names '$sip', which cannot be executed."
  [[ $sip -ef $bin/livekit-sip ]] || ln -sfn "$(realpath "$sip")" "$bin/livekit-sip"
  say "livekit-sip: $sip"
fi

say "$part ready after $((SECONDS - started)) s"
printf '%s\n' "$bin"
