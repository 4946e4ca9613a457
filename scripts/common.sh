# shellcheck shell=bash
# What every script at the root shares. Source it after `root` is set; it changes no directory, so that paths given by the caller stay theirs.

# Two processors and a laptop: no build helper may outlive the command that started it, or Ctrl-C would not stop "all of it".
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# A terminal's colour codes would end up in what other programs read.
export MSBUILDTERMINALLOGGER=off

say() { printf '%s\n' "$*" >&2; }

fail() { # fail CODE MESSAGE…
  local code=$1
  shift
  say "$@"
  exit "$code"
}

absolute() { # a path as the caller meant it, whether or not it exists yet
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
  esac
}

quietly() { # quietly LOG COMMAND…: nothing to see when it is fine, everything when it is not
  local log=$1 code=0
  shift
  mkdir -p "$(dirname "$log")"
  supervised "$@" >"$log" 2>&1 || code=$?
  [ "$code" = 0 ] || cat "$log" >&2
  return "$code"
}

# Runs a command in a process group of its own and waits. bash would otherwise act on a signal only after the command had ended, and a
# test run asked to stop must stop its servers and browsers too: first SIGINT (fixtures are disposed), after 15 s SIGKILL for the group.
child='' timer=''
supervised() { supervised_for '' "$@"; }

supervised_for() { # supervised_for SECONDS COMMAND…: its code; 124 when it took longer and was ended, as timeout(1) says it
  local code=0 ended
  set -m
  "${@:2}" </dev/null &
  child=$!
  if [ -n "$1" ]; then
    # Without this output: whoever reads it to its end must not wait for a timer.
    sleep "$1" >/dev/null 2>&1 &
    timer=$!
  fi
  set +m
  wait -n -p ended "$child" ${timer:+"$timer"} || code=$?
  if [ "$ended" = "$timer" ]; then
    end_group "$child"
    wait "$child" 2>/dev/null || true # else bash announces the kill
    code=124
  fi
  child=
  end_timer
  return "$code"
}

end_timer() {
  [ -n "$timer" ] || return 0
  kill "$timer" 2>/dev/null || true
  wait "$timer" 2>/dev/null || true
  timer=
}

end_group() {
  kill -INT -- "-$1" 2>/dev/null || true
  local tenths=0
  while kill -0 -- "-$1" 2>/dev/null && [ "$tenths" -lt 150 ]; do
    sleep 0.1
    tenths=$((tenths + 1))
  done
  kill -KILL -- "-$1" 2>/dev/null || true
}

stop_child() { # stop_child EXITCODE, from a trap
  trap '' INT TERM HUP
  [ -z "$child" ] || end_group "$child"
  end_timer
  exit "$1"
}

trap_signals() {
  trap 'stop_child 130' INT
  trap 'stop_child 143' TERM
  trap 'stop_child 129' HUP
}
