# shellcheck shell=bash
# shellcheck disable=SC2154 # root is set by whoever sources this
# The parts of ./test. Everything that can fail counts as a test, formatting and linters too.

passed=0 failed=0 skipped=0

# A test that hangs must end the run, not hold it.
test_limit=${TEST_LIMIT_SECONDS:-3600}
[[ $test_limit =~ ^[1-9][0-9]{0,5}$ ]] || fail 2 "TEST_LIMIT_SECONDS wants a number of seconds, not '$test_limit'."

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
  # Its own reporters for build servers would override ours. Verbose, because the report is only written at the end: until then the log is
  # all that says which tests ran and which is running.
  supervised_for "$test_limit" dotnet "$1/bin/Debug/net10.0/$2.dll" -noLogo -noColor -noAutoReporters -reporter verbose -longRunning 60 \
    -xml "$report" ${filter:+-method "*$filter*"} >"$log" 2>&1 || code=$?
  totals=$(report_totals "$report")
  if [ "$code" = 124 ]; then
    show_failures "$log"
    echo "$2 ran longer than $test_limit s and was ended (TEST_LIMIT_SECONDS changes the limit). Tests that were running:"
    unfinished "$log"
    totals=$(log_totals "$log")
  elif [ -z "$totals" ]; then
    # It died before it could write what happened: that is a failure of its own.
    show_failures "$log"
    echo "$2 ended with code $code and without results. Tests that were running:"
    unfinished "$log"
    totals='0 1 0'
  elif [ "$code" != 0 ]; then
    show_failures "$log"
    # Errors outside a test (a fixture that cannot be disposed) have no failed test to their name.
    case $totals in *' 0 '*) totals="${totals%% *} 1 ${totals##* }" ;; esac
  fi
  [ "$totals" = '0 0 0' ] && return 0
  # shellcheck disable=SC2086 # three numbers
  progress "$2" $totals "$since"
}

started='^    (.*) \[STARTING\]$' finished='^    (.*) \[FINISHED\] Time: [^ ]*$'

show_failures() { # everything but the tests that went well
  grep -vE -e "$started" -e "$finished" "$1" || true
}

unfinished() { # what the log says was started and not finished when the project was told to end
  local until='/^Cancelling/q'
  comm -23 <(sed -nE -e "$until" -e "s/$started/  \1/p" "$1" | sort) <(sed -nE -e "$until" -e "s/$finished/  \1/p" "$1" | sort)
}

log_totals() { # passed, failed, skipped of a project that was ended: what the log knows, and one failure for the end itself
  local ran bad left
  ran=$(grep -cE "$finished" "$1" || true)
  bad=$(grep -cE '^    .* \[FAIL\]$' "$1" || true)
  left=$(grep -cE '^    .* \[SKIP\]$' "$1" || true)
  # A skipped test is started and finished too.
  echo "$((ran > bad + left ? ran - bad - left : 0)) $((bad + 1)) $left"
}

report_totals() { # passed, failed (errors outside tests included), skipped
  [ -s "$1" ] || return 0
  awk 'function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
    BEGIN { RS = ">" }
    /<assembly / { p += number("passed"); f += number("failed") + number("errors"); s += number("skipped") }
    END { print p + 0, f + 0, s + 0 }' "$1"
}
