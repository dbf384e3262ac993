#!/usr/bin/env bash
# Installs what the end-to-end tests start: LiveKit's server, and for whole telephone calls Redis, baresip and the SIP
# bridge. May be run again at any time: what is there already is left alone.
#
#   scripts/e2e-setup.sh [rooms|telephone]     (rooms is the default; telephone is rooms and more)
#
# EMA_E2E_CACHE        where built programs are kept   (default: ~/.cache/ema-e2e)
# EMA_E2E_LIVEKIT_SIP  an executable livekit-sip       (default: the one in the cache's bin folder, or on PATH)
#
# The last line that it prints is the folder to put in front of PATH.
set -euo pipefail

livekit_server=v1.13.5
livekit_sip=v1.11.0

part=${1:-rooms}
cache=${EMA_E2E_CACHE:-$HOME/.cache/ema-e2e}
bin=$cache/bin
started=$SECONDS

say() { printf 'e2e-setup: %s\n' "$*"; }
fail() {
  printf 'e2e-setup: %s\n' "$*" >&2
  exit 1
}

case $part in rooms | telephone) ;; *) fail "unknown part '$part': use rooms or telephone." ;; esac
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

if [[ $part == telephone ]]; then
  debian redis-server=redis-server baresip=baresip-core sox=sox
  sip=${EMA_E2E_LIVEKIT_SIP:-$bin/livekit-sip}
  [[ -x $sip ]] || sip=$(command -v livekit-sip || true)
  [[ -n $sip ]] ||
    fail "livekit-sip $livekit_sip is missing: put its executable on PATH or name it in EMA_E2E_LIVEKIT_SIP."
  [[ $sip == "$bin/livekit-sip" ]] || ln -sfn "$(realpath "$sip")" "$bin/livekit-sip"
  say "livekit-sip: $sip"
fi

say "$part ready after $((SECONDS - started)) s"
printf '%s\n' "$bin"
