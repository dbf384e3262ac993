#!/usr/bin/env bash
# Installs what the end-to-end tests start: livekit-server, and from Debian baresip, Redis, PostgreSQL, sox, Chromium and pocketsphinx.
# May be run again at any time: what is there already is left alone.
#
# EMA_E2E_CACHE        where built programs are kept                           (default: ~/.cache/ema-e2e)
# EMA_E2E_JOBS         how many packages Go may build at the same time         (default: as many as it likes)
# EMA_E2E_LIVEKIT_SIP  a livekit-sip to use in place of the tests' own bridge  (default: none; this script builds none)
set -euo pipefail

livekit_server=v1.13.5

say() { printf 'e2e setup: %s\n' "$*"; }
fail() {
  printf 'e2e setup: %s\n' "$*" >&2
  exit 1
}

cache=$(realpath -m "${EMA_E2E_CACHE:-$HOME/.cache/ema-e2e}")
bin=$cache/bin
mkdir -p "$bin"

# go_program NAME MODULE PACKAGE VERSION BUILT: builds PACKAGE of MODULE once a version; BUILT is what Go calls the binary.
go_program() {
  local name=$1 module=$2 package=$3 version=$4 built=$5 log=$cache/$1.log before=$SECONDS
  if [[ -x $bin/$name && $(cat "$bin/$name.version" 2>/dev/null) == "$version" ]]; then
    say "$name $version: in the cache"
    return
  fi
  command -v go >/dev/null || fail "Go is missing: install Go 1.26 or newer, with which $name $version is built."
  say "$name $version: being built, which takes some minutes"
  # Built aside and moved, so that a build that was cut short leaves nothing that looks finished.
  GOBIN=$cache/build GOFLAGS="${GOFLAGS:-} ${EMA_E2E_JOBS:+-p=$EMA_E2E_JOBS}" \
    nice go install "$module/$package@$version" >"$log" 2>&1 ||
    fail "$name $version could not be built ('$(tail -n 1 "$log")'): see $log."
  mv "$cache/build/$built" "$bin/$name"
  printf '%s\n' "$version" >"$bin/$name.version"
  say "$name $version: built in $((SECONDS - before)) s"
}

# debian WHAT=PACKAGE ...: installs the packages whose command, or file where WHAT is a path, is missing.
debian() {
  local pair what root=() wanted=() log=$cache/apt.log before=$SECONDS
  for pair; do
    what=${pair%%=*}
    if [[ $what == /* ]]; then [[ -e $what ]]; else command -v "$what" >/dev/null; fi || wanted+=("${pair#*=}")
  done
  if ((${#wanted[@]} == 0)); then
    say "Debian packages: all there"
    return
  fi
  command -v apt-get >/dev/null || fail "install ${wanted[*]} by hand, for there is no apt-get here."
  if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "install ${wanted[*]} as root, for there is no sudo here."
    root=(sudo)
  fi
  "${root[@]}" apt-get update -q >"$log" 2>&1 || fail "apt-get update failed: see $log."
  # With PostgreSQL come a cluster and a service that runs it, unless it is told not to: the tests start a server of their own.
  local settings=/etc/postgresql-common/createcluster.d no_cluster=
  if [[ " ${wanted[*]} " == *" postgresql "* && ! -e $settings/ema-e2e.conf ]]; then
    no_cluster=$settings/ema-e2e.conf
    "${root[@]}" mkdir -p "$settings"
    "${root[@]}" tee "$no_cluster" <<<"create_main_cluster = false" >/dev/null
  fi
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -yq --no-install-recommends "${wanted[@]}" >>"$log" 2>&1 ||
    fail "apt-get could not install ${wanted[*]}: see $log."
  if [[ -n $no_cluster ]]; then "${root[@]}" rm -f "$no_cluster"; fi
  say "Debian packages: installed ${wanted[*]} in $((SECONDS - before)) s"
}

[[ $(uname -s) == Linux ]] || fail "the end-to-end tests need Linux, for they look at processes in /proc."
debian \
  setpriv=util-linux \
  baresip=baresip-core \
  redis-server=redis-server \
  sox=sox \
  /usr/lib/postgresql=postgresql \
  chromium=chromium \
  pocketsphinx_continuous=pocketsphinx \
  /usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict=pocketsphinx-en-us
go_program livekit-server github.com/livekit/livekit-server cmd/server "$livekit_server" server

if [[ -n ${EMA_E2E_LIVEKIT_SIP:-} ]]; then
  [[ -x $EMA_E2E_LIVEKIT_SIP ]] || fail "EMA_E2E_LIVEKIT_SIP names '$EMA_E2E_LIVEKIT_SIP', which cannot be executed."
  say "livekit-sip: $EMA_E2E_LIVEKIT_SIP"
else
  say "livekit-sip: the tests' own bridge stands in for it"
fi
say "ready after $SECONDS s"
