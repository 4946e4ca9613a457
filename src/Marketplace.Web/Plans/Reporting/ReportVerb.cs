using System.Globalization;
using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Verbs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Plans.Reporting;

/// <summary><c>marketplace report PLAN --as-of DATE --out FILE.docx|xlsx|csv [--language en|ug]</c>: the file the plan's page gives, and its seal on standard output.</summary>
internal static class ReportVerb
{
    public const string Word = "report";

    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("as-of", "out", "language");
        var key = line.Verb.Length > Word.Length ? line.Verb[(Word.Length + 1)..] : throw OperatorException.Words(ReportingTexts.VerbPlan);
        if (!DateOnly.TryParseExact(line.Option("as-of"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw OperatorException.Words(ReportingTexts.VerbDay.Fill(line.Option("as-of") ?? ""));
        var target = line.Option("out") ?? throw OperatorException.Words(ReportingTexts.VerbOut.Fill(""));
        var format = Path.GetExtension(target).TrimStart('.').ToLowerInvariant();
        if (!PlanReportFile.Formats.Contains(format, StringComparer.Ordinal)) throw OperatorException.Words(ReportingTexts.VerbOut.Fill(target));
        var second = line.Option("language") is { } tag ? Language.Find(tag) ?? throw OperatorException.Words(ReportingTexts.VerbLanguage.Fill(tag)) : null;
        var report = await ReadAsync(line, key, day);
        try
        {
            await File.WriteAllBytesAsync(target, PlanReportFile.Of(report, format, second));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException(ExitCode.Usage, ReportingTexts.VerbUnwritable.Fill(target, e.Message));
        }
        await Console.Out.WriteLineAsync("seal=" + report.Seal);
        return ExitCode.Ok;
    }

    private static async Task<PlanReport> ReadAsync(CommandLine line, string key, DateOnly day)
    {
        await using var database = await WorkingDatabase.OpenMigratedAsync(line, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        await using var db = AppDbContext.Over(source);
        if (await db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(p => p.Key == key) is not { } plan)
            throw new OperatorException(ExitCode.Usage, ReportingTexts.VerbNoPlan.Fill(key, string.Join(' ', await db.Set<Plan>().OrderBy(p => p.Key).Select(p => p.Key).ToListAsync())));
        using var store = new FactStore();
        return await PlanReportReader.On(db, store, TimeProvider.System).ReadAsync(plan, day, CancellationToken.None);
    }
}
