# shellcheck shell=bash
# shellcheck disable=SC2154 # root is set by whoever sources this
# Installs distribution packages, saying first which.

install_packages() {
  [ $# -gt 0 ] || return 0
  local packages=("$@") as_root=()
  if ! command -v apt-get >/dev/null; then
    fail 3 "Missing: ${packages[*]}. Only Debian and Ubuntu are set up automatically: install these with your system's package manager and start again."
  fi
  if [ "$(id -u)" != 0 ]; then
    # Without a terminal sudo cannot ask for a password and would only fail with less to say.
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then as_root=(sudo); else explain_packages "${packages[@]}"; fi
  fi
  say "Installing from the distribution: ${packages[*]}"
  local code=0
  apt_install "${packages[@]}" || code=$?
  [ "$code" = 0 ] || { say 'That failed; apt says why above.'; explain_packages "${packages[@]}"; }
}

explain_packages() {
  # libicu's package carries its version in its name, so the command finds it out.
  local names=" $* " icu="\$(apt-cache search --names-only '^libicu[0-9]+\$' | cut -d' ' -f1)"
  names=${names/ libicu / "$icu" }
  fail 3 "These packages are missing and cannot be installed from here: $*. Run as root

  apt-get update
  apt-get install --no-install-recommends $names

and start again."
}

apt_install() {
  local resolved=() code=0 guard=/etc/postgresql-common/createcluster.d/marketplace-no-cluster.conf
  mapfile -t resolved < <(apt_names "$@")
  if ! apt_get install --simulate "${resolved[@]}" >/dev/null 2>&1; then
    quietly "$root/artifacts/logs/apt-update.log" apt_get update || return 1
    mapfile -t resolved < <(apt_names "$@")
  fi
  # The package would create and start a system-wide cluster; the program keeps its own. Only for the length of this installation, and no
  # cluster that exists is touched.
  case " $* " in *' postgresql '*)
    "${as_root[@]}" mkdir -p "$(dirname "$guard")"
    echo 'create_main_cluster = false' | "${as_root[@]}" tee "$guard" >/dev/null
    ;;
  esac
  quietly "$root/artifacts/logs/apt.log" apt_get install "${resolved[@]}" || code=$?
  # An index older than the archive names files that are gone.
  if [ "$code" != 0 ]; then
    quietly "$root/artifacts/logs/apt-update.log" apt_get update || true
    code=0
    quietly "$root/artifacts/logs/apt.log" apt_get install "${resolved[@]}" || code=$?
  fi
  "${as_root[@]}" rm -f "$guard"
  return "$code"
}

apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300 --no-install-recommends "$@"
}

apt_names() {
  local name found
  for name in "$@"; do
    if [ "$name" = libicu ]; then
      found=$(apt-cache search --names-only '^libicu[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1)
      name=${found:-libicu-not-in-index}
    fi
    printf '%s\n' "$name"
  done
}
