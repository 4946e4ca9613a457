# shellcheck shell=bash
# shellcheck disable=SC2154 # root is set by whoever sources this
# Builds only when something changed. The fingerprint is names, sizes and times of every source file: unlike one stamp's age it also notices
# a deleted file and a checkout that brings older times. It costs some 20 ms where MSBuild's own up-to-date check takes seconds.

fingerprint() { # fingerprint FOLDER…, on top of what every build depends on
  (
    cd "$root" || exit 1
    local folders=() folder
    for folder in "$@"; do [ -e "$folder" ] && folders+=("$folder"); done
    find . -maxdepth 1 -type f \( -name 'Directory.*' -o -name global.json -o -name .editorconfig -o -name '*.sln' -o -name BannedSymbols.txt \
      -o -iname 'nuget.config' \) -printf '%p %s %T@\n'
    find "${folders[@]}" \( -name bin -o -name obj -o -name node_modules \) -prune -o -type f -printf '%p %s %T@\n'
    command -v dotnet
  ) | LC_ALL=C sort | sha256sum | cut -d' ' -f1
}

# Each build goes into a folder of its own and artifacts/app points at the last: a program that is running keeps the files it was started
# from (overwriting a mapped assembly kills the process). The one before is kept for it, older ones go.
build_app() {
  local print app=$root/artifacts/app target
  print=$(fingerprint src data)
  target=$root/artifacts/builds/${print:0:16}
  [ "$(readlink "$app" 2>/dev/null)" = "builds/${print:0:16}" ] && [ -f "$target/complete" ] && return 0
  mkdir -p "$root/artifacts/builds"
  exec 9>"$root/artifacts/lock"
  flock 9
  if [ ! -f "$target/complete" ]; then
    need_sdk
    say 'Building…'
    rm -rf "$target"
    quietly "$root/artifacts/logs/publish.log" dotnet publish "$root/src/Marketplace.Web/Marketplace.Web.csproj" \
      -c Release -o "$target" -v quiet --nologo 9>&- || fail 1 'The build failed; its output is above.'
    : >"$target/complete"
  fi
  ln -sfn "builds/${print:0:16}" "$app"
  touch "$target"
  # shellcheck disable=SC2012 # the names are our own: sixteen hexadecimal digits
  (cd "$root/artifacts/builds" && ls -t | tail -n +3 | while read -r old; do rm -rf "./$old"; done)
  exec 9>&-
}

build_benchmarks() {
  local print stamp=$root/artifacts/benchmarks.stamp
  print=$(fingerprint src tests/Benchmarks tests/Testing data)
  [ "$(cat "$stamp" 2>/dev/null)" = "$print" ] && [ -f "$benchmarks" ] && return 0
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/lock"
  flock 9
  need_sdk
  say 'Building the benchmarks…'
  quietly "$root/artifacts/logs/benchmarks.log" dotnet build "$root/tests/Benchmarks/Benchmarks.csproj" -c Release -v quiet --nologo 9>&- ||
    fail 1 'The build failed; its output is above.'
  printf '%s\n' "$print" >"$stamp"
  exec 9>&-
}

build_solution() { # Debug, with everything the tests need
  mkdir -p "$root/artifacts"
  exec 9>"$root/artifacts/lock"
  flock 9
  local code=0 print stamp=$root/artifacts/tests.stamp
  print=$(fingerprint src tests tools data)
  if [ "$(cat "$stamp" 2>/dev/null)" != "$print" ]; then
    rm -f "$stamp"
    quietly "$root/artifacts/logs/build.log" dotnet build "$root/Marketplace.sln" -v quiet --nologo 9>&- || code=$?
    [ "$code" != 0 ] || printf '%s\n' "$print" >"$stamp"
  fi
  exec 9>&-
  return "$code"
}
