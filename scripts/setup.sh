# shellcheck shell=bash
# shellcheck disable=SC2154 # root is set by whoever sources this
# Finds what the program (need_to_run) and the tests (need_to_test) need, and installs what is missing on Debian and Ubuntu.
# Everything is looked for by file or version, without network, so that the second call costs a fraction of a second.

tools=$root/.tools
node_version=22.23.3
npm_version=10.9.4

# --- .NET -------------------------------------------------------------------------------------------------------------------------------

need_sdk() {
  if ! command -v dotnet >/dev/null && [ -x "$HOME/.dotnet/dotnet" ]; then
    export DOTNET_ROOT=$HOME/.dotnet PATH="$HOME/.dotnet:$PATH"
  fi
  # Invariant only for this question: the SDK does not even say its version where libicu is still missing.
  if ! (cd "$root" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 dotnet --version) >/dev/null 2>&1; then
    local version
    version=$(sed -n 's/.*"version": *"\([0-9.]*\)".*/\1/p' "$root/global.json" | head -n 1)
    fail 3 "The .NET SDK $version (or a later patch of it) is needed and was not found. Install it with

  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --version $version
  export PATH=\"\$HOME/.dotnet:\$PATH\"

and start again."
  fi
}

# --- PostgreSQL and libraries -----------------------------------------------------------------------------------------------------------

# The same places, in the same order, as the program looks in: newest version first.
postgres_bin() {
  local bin
  for bin in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) "$(pg_config --bindir 2>/dev/null)" \
    "$(dirname "$(command -v postgres || echo /nonexistent/x)")"; do
    if ! [ -x "$bin/initdb" ] || ! [ -x "$bin/postgres" ]; then continue; fi
    # A folder named for its version needs no process to tell it.
    local major=${bin#/usr/lib/postgresql/}
    major=${major%/bin}
    case $major in '' | *[!0-9]*) major=$("$bin/postgres" --version | sed 's/.* \([0-9]*\)[.a-z].*/\1/') ;; esac
    [ "$major" -ge 14 ] && printf '%s\n' "$bin" && return 0
  done
  return 1
}

exists() { compgen -G "$1" >/dev/null; }

missing_to_run() {
  postgres_bin >/dev/null || echo postgresql
  exists '/usr/lib/*/libicuuc.so.*' || exists '/usr/lib*/libicuuc.so.*' || exists '/usr/local/lib*/libicuuc.so.*' || echo libicu
  [ -e /usr/share/zoneinfo/Asia/Shanghai ] || echo tzdata
  # PostgreSQL refuses root, so the program starts it as another user.
  [ "$(id -u)" != 0 ] || command -v setpriv >/dev/null || echo util-linux
}

# The program looks in the same places (PaperFonts) for the faces of its PDFs.
has_paper_fonts() { exists '/usr/share/fonts/*/noto/NotoSerifCJK-Bold.ttc' || exists '/usr/share/fonts/*/NotoSerifCJK-Bold.ttc'; }

# Without them the program runs and offers pages to print instead, so nothing stops here; and where it cannot be done, it is not tried at each start.
want_paper_fonts() {
  local tried=$root/artifacts/fonts.tried
  if has_paper_fonts || [ -e "$tried" ]; then return 0; fi
  mkdir -p "$root/artifacts"
  : >"$tried"
  (install_packages fonts-noto-cjk) || say 'Papers will have no PDF, only pages to print, until fonts-noto-cjk is installed. That is all that is missing: going on.'
}

need_to_run() {
  need_sdk
  local missing
  mapfile -t missing < <(missing_to_run)
  install_packages "${missing[@]}"
  postgres_bin >/dev/null || fail 3 "PostgreSQL 14 or later is needed; only older server programs were found in /usr/lib/postgresql."
  want_paper_fonts
}

# --- what only the tests need -----------------------------------------------------------------------------------------------------------

is_snap() { # Ubuntu's chromium is a snap, which can read neither /tmp nor folders that begin with a dot: no use to a test
  case $(readlink -f "$1") in */snap | /snap/*) return 0 ;; esac
  [ "$(head -c 2 "$1")" = '#!' ] && grep -q '/snap/bin' "$1"
}

find_chromium() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome "$tools"/browsers/chromium-*/chrome-linux*/chrome; do
    [ -n "$candidate" ] && candidate=$(command -v "$candidate") && ! is_snap "$candidate" && printf '%s\n' "$candidate" && return 0
  done
  return 1
}

has_font() { # has_font LANGUAGE FILE-PATTERN…: the usual files first, they cost nothing
  local language=$1 pattern
  shift
  for pattern in "$@"; do exists "$pattern" && return 0; done
  command -v fc-list >/dev/null && [ -n "$(fc-list ":lang=$language" file)" ]
}

node_is_new_enough() {
  local version
  version=$(node --version 2>/dev/null) || return 1
  [ "$(printf 'v20.19\n%s\n' "$version" | sort -V | head -n 1)" = v20.19 ] && command -v npm >/dev/null
}

is_ubuntu() { [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-}")" = ubuntu ]; }

missing_to_test() {
  find_chromium >/dev/null || is_ubuntu || echo chromium
  has_paper_fonts || echo fonts-noto-cjk
  has_font ug '/usr/share/fonts/truetype/noto/Noto*Arabic-Regular.ttf' || echo fonts-noto-core
  # Reads PDFs again as their readers do.
  command -v pdftotext >/dev/null || echo poppler-utils
  # Any npm will do: it then fetches the Node we need.
  node_is_new_enough || command -v npm >/dev/null || echo npm
}

need_to_test() {
  need_sdk
  [ ! -d "$tools/node/node_modules/.bin" ] || PATH=$tools/node/node_modules/.bin:$PATH
  local missing
  mapfile -t missing < <(missing_to_run && missing_to_test)
  install_packages "${missing[@]}"
  need_node
  need_node_tools
  CHROMIUM=$(find_chromium) || install_chromium
  export CHROMIUM PATH
}

# Debian 12 and Ubuntu 24.04 come with Node 18; the tools need 20.19. npm itself carries Node as a package, so no other source is needed.
need_node() {
  node_is_new_enough && return
  local machine
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) fail 3 "Node 20.19 or later and npm are needed on the PATH; none is packaged for $(uname -m)." ;;
  esac
  say "Installing Node $node_version for the tests into .tools/node (with npm; Node 20.19 or later was not found)"
  mkdir -p "$tools/node"
  # An empty package.json keeps npm from taking a folder further up for the project.
  echo '{ "private": true }' >"$tools/node/package.json"
  quietly "$root/artifacts/logs/node.log" npm install --prefix "$tools/node" --no-audit --no-fund --no-save \
    "node-linux-$machine@$node_version" "npm@$npm_version" || fail 3 'Node could not be installed; npm says why above.'
  ln -sfn "../node-linux-$machine/bin/node" "$tools/node/node_modules/.bin/node"
  PATH=$tools/node/node_modules/.bin:$PATH
  hash -r
  node_is_new_enough || fail 3 "The Node that npm installed does not start: $(node --version 2>&1)"
}

need_node_tools() {
  local stamp=$root/tools/node/node_modules/.installed-from hash
  hash=$(sha256sum <"$root/tools/node/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" = "$hash" ] && return
  say 'Installing the linters and test servers of tools/node (npm ci)'
  # Nothing in there needs a script of its own to work, so none gets to run on a developer's machine.
  quietly "$root/artifacts/logs/npm.log" npm ci --prefix "$root/tools/node" --ignore-scripts --no-audit --no-fund ||
    fail 3 'npm ci failed; it says why above.'
  printf '%s\n' "$hash" >"$stamp"
}

install_chromium() { # Ubuntu: apt has only the snap
  say 'Installing Chromium for the tests into .tools/browsers, and its libraries (Ubuntu packages it only as a snap, which tests cannot use)'
  export PLAYWRIGHT_BROWSERS_PATH=$tools/browsers
  if ! { quietly "$root/artifacts/logs/chromium.log" node "$root/tools/node/node_modules/playwright-core/cli.js" install --with-deps chromium &&
    CHROMIUM=$(find_chromium); }; then
    fail 3 'Chromium could not be installed. Install Google Chrome or a Chromium that is not a snap, or set CHROMIUM to the path of one.'
  fi
}
