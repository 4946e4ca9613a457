# shellcheck shell=bash
# shellcheck disable=SC2154 # root is set by whoever sources this
# The parts of ./test. Everything that can fail counts as a test, formatting and linters too.

passed=0 failed=0 skipped=0

progress() { # progress NAME PASSED FAILED SKIPPED SINCE
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  printf '%s: %d passed, %d failed, %d skipped (%d.%d s)\n' "$1" "$2" "$3" "$4" $((($(tenths) - $5) / 10)) $((($(tenths) - $5) % 10))
}

tenths() { echo $(($(date +%s%N) / 100000000)); }

# The compiler already enforces style and analyzers while it builds; what is left is white space, which needs no compilation: 2 s, where
# loading the solution into `dotnet format` once more takes twenty.
check_format() {
  local since log=$root/artifacts/logs/format.log
  since=$(tenths)
  if supervised dotnet format whitespace "$root" --folder --verify-no-changes --exclude "$root/artifacts" "$root/tools/node" >"$log" 2>&1; then
    progress 'Formatting' 1 0 0 "$since"
  else
    cat "$log"
    echo "Run 'dotnet format' to put it right."
    progress 'Formatting' 0 1 0 "$since"
  fi
}

run_linters() {
  local since code=0 counts
  since=$(tenths)
  rm -f "$results/lint.counts"
  supervised node "$root/tools/node/lint.mjs" --counts "$results/lint.counts" || code=$?
  # "passed failed"; no file means that the linters did not get to the end.
  counts=$(cat "$results/lint.counts" 2>/dev/null || echo '0 1')
  if [ "$code" != 0 ] && [ "${counts#* }" = 0 ]; then counts='0 1'; fi
  progress 'Linters' "${counts% *}" "${counts#* }" 0 "$since"
}

run_test_projects() {
  local project name
  for project in "$root"/tests/*/*.csproj; do
    grep -q '<IsTestProject>true' "$project" || continue
    name=$(sed -n 's:.*<AssemblyName>\(.*\)</AssemblyName>.*:\1:p' "$project" | head -n 1)
    run_test_project "$(dirname "$project")" "${name:-$(basename "$project" .csproj)}"
  done
}

run_test_project() { # run_test_project FOLDER ASSEMBLY
  local since code=0 report=$results/$2.xml log=$results/$2.log totals
  since=$(tenths)
  rm -f "$report"
  # Its own reporters for build servers would override the quiet one.
  supervised dotnet "$1/bin/Debug/net10.0/$2.dll" -noLogo -noColor -noAutoReporters -reporter quiet -xml "$report" \
    ${filter:+-method "*$filter*"} >"$log" 2>&1 || code=$?
  totals=$(report_totals "$report")
  if [ -z "$totals" ]; then
    # It died before it could write what happened: that is a failure of its own.
    cat "$log"
    echo "$2 ended with code $code and without results."
    totals='0 1 0'
  elif [ "$code" != 0 ]; then
    cat "$log"
    # Errors outside a test (a fixture that cannot be disposed) have no failed test to their name.
    case $totals in *' 0 '*) totals="${totals%% *} 1 ${totals##* }" ;; esac
  fi
  [ "$totals" = '0 0 0' ] && return 0
  # shellcheck disable=SC2086 # three numbers
  progress "$2" $totals "$since"
}

report_totals() { # passed, failed (errors outside tests included), skipped
  [ -s "$1" ] || return 0
  awk 'function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
    BEGIN { RS = ">" }
    /<assembly / { p += number("passed"); f += number("failed") + number("errors"); s += number("skipped") }
    END { print p + 0, f + 0, s + 0 }' "$1"
}
