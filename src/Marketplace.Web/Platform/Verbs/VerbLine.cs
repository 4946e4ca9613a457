using System.Globalization;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Audit;
using Npgsql;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Finds the verb and runs it. Results go to standard output, everything else to standard error.</summary>
public static class VerbLine
{
    private static readonly string[] s_languageVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    public static async Task<int> RunAsync(string[] args)
    {
        VerbTexts.Culture = CultureInfo.CurrentUICulture = TerminalLanguage();
        try
        {
            var line = new CommandLine(args);
            return (int)await (line.Verb switch
            {
                "serve" => Serve.RunAsync(line),
                "migrate" => MigrateAsync(line),
                "audit verify" => VerifyAuditAsync(line),
                var verb when verb.StartsWith(DirectoryVerb.Words, StringComparison.Ordinal) => DirectoryVerb.RunAsync(line),
                "help" => HelpAsync(),
                _ => throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.UnknownWord, line.Verb)),
            });
        }
        catch (OperatorException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            if (e.Code == ExitCode.Usage) await Console.Error.WriteLineAsync("\n" + VerbTexts.Usage);
            return (int)e.Code;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(string.Format(VerbTexts.Culture, VerbTexts.DatabaseAwayGivenUp, e.GetBaseException().Message));
            return (int)ExitCode.DatabaseAway;
        }
    }

    private static async Task<ExitCode> HelpAsync()
    {
        await Console.Out.WriteLineAsync(VerbTexts.Usage);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> MigrateAsync(CommandLine line)
    {
        line.Allow();
        await using var database = await WorkingDatabase.OpenAsync(line, CancellationToken.None);
        await Console.Error.WriteLineAsync(VerbTexts.Migrated);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> VerifyAuditAsync(CommandLine line)
    {
        line.Allow("expect");
        await using var database = await WorkingDatabase.OpenAsync(line, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        var report = await AuditVerifier.VerifyAsync(source, line.Option("expect"), CancellationToken.None);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"entries={report.Entries}\nhead={report.Head}\nintact={(report.BrokenAt is null ? "yes" : "no")}"));
        if (report.BrokenAt is not { } at) return ExitCode.Ok;
        await Console.Error.WriteLineAsync(string.Format(VerbTexts.Culture, VerbTexts.AuditBroken, at, report.Reason));
        return ExitCode.NotInOrder;
    }

    /// <summary>The terminal's language where it is one of ours; Chinese in a terminal that names none (C, POSIX) would often be unreadable, so English there.</summary>
    private static CultureInfo TerminalLanguage()
    {
        var name = s_languageVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return CultureInfo.GetCultureInfo(name.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : name.StartsWith("ug", StringComparison.Ordinal) ? "ug" : "en");
    }
}
