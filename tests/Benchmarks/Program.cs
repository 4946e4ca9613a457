using System.Runtime.InteropServices;
using Marketplace.Benchmarks;
using Marketplace.Benchmarks.Licensing;
using Marketplace.Benchmarks.Meaning;
using Marketplace.Benchmarks.Searching;

// Measures go to standard output, everything else to standard error; code 1: a measure missed its bound, 2: wrong use.
Bench[] benches =
[
    CrashBench.Bench, HomeBench.Bench, DirectoryImport.Bench, PatentImportBench.Bench, SignInTiming.Bench, AnalysisBench.Bench, SearchBench.Bench, FuzzBench.Bench, ClusterBench.Bench, ApiBench.Bench, VectorsBench.Bench, MatchingBench.Bench, LicencesBench.Bench, WalksBench.Bench, ConversionImportBench.Bench, StatisticsBench.Bench,
];

if (args is ["--list"])
{
    foreach (var bench in benches) Console.WriteLine($"{bench.Name}\t{(bench.Quick ? "quick" : "long")}\t{bench.What}");
    return 0;
}
if (BenchOptions.Parse(args) is not var (options, names))
{
    Console.Error.WriteLine("Options are --documents N and --dump DIR.");
    return 2;
}
var unknown = names.Where(name => !Array.Exists(benches, bench => bench.Name == name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"No such benchmark: {string.Join(", ", unknown)}. There are: {string.Join(", ", benches.Select(bench => bench.Name))}; without a name the quick ones run.");
    return 2;
}
var chosen = benches.Where(bench => names.Count == 0 ? bench.Quick : names.Contains(bench.Name, StringComparer.Ordinal));

// Told to stop, a bench still ends what it has started.
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var measures = new Measures(Console.Out);
try
{
    foreach (var bench in chosen) await bench.RunAsync(measures, options, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
return measures.Missed ? 1 : 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
